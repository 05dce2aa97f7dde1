using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>A bus on a journal in a folder, feeding two states, <c>left</c> and <c>right</c>.</summary>
internal sealed class FedStates : IDisposable
{
    private readonly TempFolder _folder;
    private readonly DeadLetterFiles _files;

    public FedStates(TempFolder folder, string? poisonOfLeft = null, long snapshotBytes = long.MaxValue, long segmentBytes = 64 << 20, ILogger? logger = null)
    {
        _folder = folder;
        _files = new DeadLetterFiles(folder.File("dead-letters"), TimeProvider.System);
        Left.Poison = poisonOfLeft;
        Journal = JournalFolder.Open(folder, segmentBytes);
        Bus = new JournalBus(Journal);
        try
        {
            Bus.Feed([Left, Right], folder.File("snapshots"), _files, snapshotBytes, logger ?? NullLogger.Instance);
        }
        catch
        {
            Bus.Dispose();
            throw;
        }
    }

    public LiveOps.Core.Bus.Journal.Journal Journal { get; }

    public JournalBus Bus { get; }

    public AddingState Left { get; } = new("left");

    public AddingState Right { get; } = new("right");

    public IDeadLetters Letters(string consumer) => new JournalDeadLetters(Bus, _files, consumer);

    public string LetterPath(string id) => Path.Combine(_folder.File("dead-letters"), "left", id + ".json");

    /// <summary>What both have come to once everything published so far is applied: a command comes in its turn.</summary>
    public async Task<(long Left, long Right)> SumsAsync() =>
        ((long)(await Bus.ExecuteAsync("left", new byte[] { 1 }))!, (long)(await Bus.ExecuteAsync("right", new byte[] { 1 }))!);

    /// <summary>Ends without snapshots, as a crash would; the journal is whole.</summary>
    public void Crash()
    {
        Bus.Dispose();
        Directory.Delete(_folder.File("snapshots"), recursive: true);
    }

    public void Dispose() => Bus.Dispose();
}
