namespace LiveOps.Console.Audit;

/// <summary>Which entries are looked for; empty for any.</summary>
public sealed record AuditFilter(string Service, string By, string Player, string Board, string Kind, string From, string To)
{
    /// <summary>As a service is asked; a day is its first moment in UTC.</summary>
    public (string Name, string? Value)[] Query() => [("operator", By), ("player", Player), ("board", Board), ("kind", Kind), ("from", Time(From)), ("to", Time(To))];

    /// <summary>As a page of ours is asked.</summary>
    public string OnPage() => string.Join('&', new[] { ("service", Service), ("by", By), ("player", Player), ("board", Board), ("kind", Kind), ("from", From), ("to", To) }
        .Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));

    private static string Time(string text) => text.Length == 10 ? text + "T00:00:00Z" : text;
}
