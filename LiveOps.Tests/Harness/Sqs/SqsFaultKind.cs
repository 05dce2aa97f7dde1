namespace LiveOps.Tests.Harness.Sqs;

/// <summary>How a request goes wrong.</summary>
internal enum SqsFaultKind
{
    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>The first entry of a batch is refused, the others pass.</summary>
    RefusedInPart,

    /// <summary>The connection breaks before anything is done.</summary>
    Broken,

    /// <summary>It is done, and the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>The first entry of a batch is refused, and the answer says so twice, which none does.</summary>
    SaidTwice,
}
