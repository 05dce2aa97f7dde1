namespace LiveOps.Console.SigningIn;

/// <summary>Somebody came back from Entra ID and is not let in all the same.</summary>
/// <param name="why">The word for it, without its <c>sign-in.</c>.</param>
/// <param name="inner">What went wrong beneath, if anything.</param>
internal sealed class EntraRefusalException(string why, Exception? inner = null) : Exception($"The sign-in by Entra ID was refused: {why}.", inner)
{
    /// <summary>The word for it.</summary>
    public string Why => why;
}
