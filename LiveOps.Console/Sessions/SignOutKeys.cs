namespace LiveOps.Console.Sessions;

/// <summary>What ended, by name.</summary>
internal static class SignOutKeys
{
    /// <summary>One session.</summary>
    public static string Of(SignedIn session) => $"session/{session.Via}/{session.Name}/{session.Since}";

    /// <summary>All of an operator's. Who proves it in another way is another one, whatever the name.</summary>
    public static string Everywhere(SignedIn session) => $"everywhere/{session.Via}/{session.Name}";
}
