namespace LiveOps.Client.Events;

/// <summary>Ids of players, events, boards, items: 1 to 64 characters of <c>[A-Za-z0-9_.:-]</c>, and not <c>.</c> or <c>..</c>. They need no escaping, in JSON or in a path.</summary>
internal static class GameIds
{
    public const int MaxLength = 64;

    public static bool IsValid(string? id)
    {
        if (string.IsNullOrEmpty(id) || id!.Length > MaxLength || id is "." or "..")
            return false;
        foreach (char c in id)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or ':' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>The id, when it is one.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Need(string? id, string what) =>
        IsValid(id) ? id! : throw new ArgumentException($"{what} must be 1 to {MaxLength} characters of A-Z, a-z, 0-9 and _ . : -", what);
}
