namespace LiveOps.Cli.Rows;

/// <summary>What a file holds.</summary>
internal enum RowFormat
{
    Csv,
    Ndjson,

    /// <summary>Records of leaderboards, as Nakama lists them.</summary>
    Nakama,

    /// <summary>Leaderboards, as PlayFab answers them.</summary>
    PlayFab,

    /// <summary>JSON with an array of rows in it, which a mapping names.</summary>
    Json,
    Xml,
}
