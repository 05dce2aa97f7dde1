namespace LiveOps.Console.Forms;

/// <summary>What is typed into a field.</summary>
public enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number, whole or not.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>A list, an item a line.</summary>
    Lines,

    /// <summary>Values by name: a line each, the name before a colon.</summary>
    Pairs,
}
