using Amqp.Framing;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Faults;

/// <summary>How an operation is to be answered.</summary>
/// <param name="Ending">In which way.</param>
/// <param name="Error">With which error, where it is refused.</param>
internal readonly record struct Verdict(Ending Ending, Error? Error = null)
{
    public static readonly Verdict Done = new(Ending.Done), Silence = new(Ending.Silence), Broken = new(Ending.Broken);

    public static Verdict Refused(Error error) => new(Ending.Refused, error);
}

/// <summary>Ways in which an operation ends.</summary>
internal enum Ending
{
    /// <summary>It is told to be done.</summary>
    Done,

    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>It is never answered.</summary>
    Silence,

    /// <summary>The connection breaks.</summary>
    Broken,
}
