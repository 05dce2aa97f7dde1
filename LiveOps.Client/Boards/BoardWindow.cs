namespace LiveOps.Client.Boards;

/// <summary>Over which time a board counts.</summary>
public enum BoardWindow
{
    /// <summary>A day.</summary>
    Daily,

    /// <summary>A week.</summary>
    Weekly,

    /// <summary>A season.</summary>
    Seasonal,

    /// <summary>For good.</summary>
    All,
}
