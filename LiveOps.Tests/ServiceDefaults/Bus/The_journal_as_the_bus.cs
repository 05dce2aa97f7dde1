using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Core.Bus.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>The journal keeps what every bus promises.</summary>
public sealed class The_journal_as_the_bus : BusContract
{
    private protected override Task<BusWorld> StartAsync(params RecordingConsumer[] consumers) => Task.FromResult<BusWorld>(new World(consumers));

    private sealed class World : BusWorld
    {
        private readonly TempFolder _folder = new();
        private readonly DeadLetterFiles _files;
        private readonly JournalBus _bus;

        public World(RecordingConsumer[] consumers)
        {
            _bus = new JournalBus(JournalFolder.Open(_folder));
            _files = new DeadLetterFiles(_folder.File("letters"), TimeProvider.System);
            _bus.Feed(consumers.Select(consumer => new State(consumer)), _folder.File("snapshots"), _files, long.MaxValue, NullLogger.Instance);
        }

        public override IEventBus Bus => _bus;

        public override IDeadLetters Letters(string consumer) => new JournalDeadLetters(_bus, _files, consumer);

        public override ValueTask DisposeAsync()
        {
            _bus.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A consumer's effects as state of the journal.</summary>
    private sealed class State(RecordingConsumer consumer) : IJournaledState
    {
        public string Name => consumer.Name;

        public void Apply(ReadOnlySpan<BusMessage> messages) => consumer.ApplyAsync(messages.ToArray(), CancellationToken.None).AsTask().GetAwaiter().GetResult();

        public object? Execute(ReadOnlySpan<byte> command) => null;

        public void Save(Stream snapshot)
        {
        }

        public void Load(Stream snapshot)
        {
        }
    }
}
