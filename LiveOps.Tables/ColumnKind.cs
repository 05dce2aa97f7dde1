namespace LiveOps.Tables;

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    /// <summary>An id, or a word of ours.</summary>
    Id,

    /// <summary>Words of people, or JSON: a table program may take such a text for a formula.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Whole,

    /// <summary>A moment, UTC.</summary>
    Time,
}
