using LiveOps.Core.Bus;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Stores.Memory;

/// <summary>Executes commands, and applies what is published, at once; one at a time with everything else that is applied.</summary>
internal sealed class DirectLog : ICommandLog, IEventBus
{
    private readonly Lock _gate = new();

    public IJournaledState? State { get; set; }

    /// <summary>What was published.</summary>
    public KeptBus Bus { get; } = new();

    /// <summary>While set, nothing can be made durable.</summary>
    public bool IsDown { get; set; }

    /// <summary>The commands executed.</summary>
    public int Executed { get; private set; }

    public Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default)
    {
        if (IsDown)
            throw new BusUnavailableException("down, as the test has it");
        lock (_gate)
        {
            Assert.Equal(State!.Name, consumer);
            Executed++; // before anybody can see what it did
            return Task.FromResult(State.Execute(command.Span));
        }
    }

    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        if (IsDown)
            throw new BusUnavailableException("down, as the test has it");
        Apply(message);
        return Bus.PublishAsync(message, cancellation);
    }

    public void Apply(BusMessage message)
    {
        lock (_gate)
            State!.Apply([message]);
    }
}
