namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>An older system that sends rows: how they are written, what they mean, and how it proves who it is.</summary>
internal sealed record IntakeSource
{
    /// <summary>Its id in paths, settings and metrics.</summary>
    public required string Id { get; init; }

    /// <summary>How its rows are written.</summary>
    public required RowShape Shape { get; init; }

    /// <summary>How it proves who it is.</summary>
    public required SenderProof Proof { get; init; }

    /// <summary>Rules by the member of the event.</summary>
    public required IReadOnlyDictionary<string, FieldRule> Fields { get; init; }

    /// <summary>What stands before ids of rows' own, so that those of two sources, or of a game, are not the same; empty for nothing.</summary>
    public string IdPrefix { get; init; } = "";

    /// <summary>How many hours ago the time of a row may be, since ids are not remembered for ever; null for any time.</summary>
    public long? MaxAgeHours { get; init; }

    /// <summary>How numbers are written.</summary>
    public required NumberShape Numbers { get; init; }

    /// <summary>Whether characters that ids of players must not have are written as <c>:</c> and two hexadecimal digits; else such a row is rejected.</summary>
    public bool EncodesPlayers { get; init; }

    /// <summary>Whether rows of one request that say the same are events of their own; else they are one.</summary>
    public bool CountsEqualRows { get; init; }
}
