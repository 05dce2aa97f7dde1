using LiveOps.Cli.Connecting;
using LiveOps.Cli.Mappings;
using LiveOps.Cli.Rows;
using LiveOps.Cli.Sending;
using LiveOps.Cli.Shell;
using LiveOps.Client.Events;

namespace LiveOps.Cli.Importing;

/// <summary>
/// Sends the rows of a file as events:
/// <list type="number">
/// <item>each row is mapped, and has the id that follows from it, also those that a former run has sent, so that ids come out the same;</item>
/// <item>those that are not done are sent, some thousands on their way at once;</item>
/// <item>what became of them is entered in their order, and once a second the checkpoint is written.</item>
/// </list>
/// A death anywhere has some rows sent again, under the same ids.
/// </summary>
internal sealed class Import : IAsyncDisposable
{
    private const int Shown = 10;
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);

    // Ids are remembered for at least half of DEDUPE_HOURS, a day where nobody says anything.
    private static readonly TimeSpan KnownFor = TimeSpan.FromHours(12);

    private readonly Session _session;
    private readonly ImportSource _source;
    private readonly ImportOptions _options;
    private readonly RowFile _file;
    private readonly RejectsFile? _rejects;
    private readonly RowLedger _ledger;
    private readonly Delivery? _delivery;
    private readonly List<GameEvent> _first = [];
    private long _saved;
    private int _shown;

    public Import(Session session, ImportSource source, ImportOptions options)
    {
        (_session, _source, _options) = (session, source, options);
        Spare(options.Rejects, "--rejects");
        Spare(options.State, "--state");
        Counts = Resume();
        ResumedAt = Counts.Rows;
        _ledger = new RowLedger(Counts, Entered);
        _delivery = options.IsDryRun ? null : new Delivery(session, new DeliveryOptions(options.Parallel), verdict => _ledger.Settle(verdict.PlayerId, verdict.EventId, verdict.Problem?.Type, verdict.Problem?.Detail));
        _file = source.Open(session.Terminal);
        _rejects = options.Rejects is null || options.IsDryRun ? null : RejectsFile.Open(options.Rejects, Counts.RejectsLength);
        _saved = session.Terminal.Clock.GetTimestamp();
    }

    /// <summary>What became of the rows so far.</summary>
    public Checkpoint Counts { get; }

    /// <summary>Rows that former runs have done.</summary>
    public long ResumedAt { get; }

    /// <summary>The first events, of a dry run.</summary>
    public IReadOnlyList<GameEvent> First => _first;

    /// <summary>How far it came: rows, and which part of the file.</summary>
    public (long Done, double Part) Progress => (Counts.Rows, _file.Part);

    /// <summary>Does it all.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted; the checkpoint is written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            var mapper = new EventMapper(_source.Mapping);
            var ids = new RowIds();
            long number = 0;
            foreach (SourceRow row in _file.Rows(_source.Format, _source.Mapping.Record))
            {
                cancellation.ThrowIfCancellationRequested();
                await TakeAsync(number++, row, mapper, ids, cancellation);
                SaveNowAndThen();
            }

            if (_delivery is not null)
                await _delivery.CompleteAsync(cancellation);
        }
        catch
        {
            Save();
            throw;
        }

        Counts.IsDone = true;
        Save();
    }

    public async ValueTask DisposeAsync()
    {
        if (_delivery is not null)
            await _delivery.DisposeAsync();
        _rejects?.Dispose();
        _file.Dispose();
    }

    private string? StatePath => _options.IsDryRun || !_source.IsFile ? null : _options.State ?? _source.Path + ".liveops-import";

    private async Task TakeAsync(long number, SourceRow row, EventMapper mapper, RowIds ids, CancellationToken cancellation)
    {
        string? fault = row.Fault;
        GameEvent one = default;
        try
        {
            if (fault is null)
                one = ids.Identify(mapper.Map(name => row[name])); // 1
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }

        if (number < ResumedAt)
            return;
        if (fault is null && _delivery is not null)
        {
            _ledger.Send(number, row.Line, one.PlayerId, one.Id!);
            try
            {
                await _delivery.AddAsync(one, cancellation); // 2
            }
            catch (FormatException e)
            {
                _ledger.Settle(one.PlayerId, one.Id!, RowOutcome.Bad, e.Message);
            }

            return;
        }

        if (fault is null && _first.Count < 3)
            _first.Add(one);
        _ledger.Enter(number, new RowOutcome(row.Line, fault is null ? null : RowOutcome.Bad, fault));
    }

    // 3
    private void Entered(RowOutcome row)
    {
        if (row.Problem is null)
            return;
        _rejects?.Add(row);
        if (_shown++ < Shown)
            _session.Note($"line {row.Line}: {row.Problem}: {row.Detail}");
        else if (_shown == Shown + 1)
            _session.Note(_options.Rejects is null ? "… and more; --rejects FILE writes all of them." : $"… and more, in {_options.Rejects}.");
        if (Counts.Faults > _options.MaxErrors)
            throw CliFault.Failed($"{Counts.Faults} rows do not count, more than --max-errors {_options.MaxErrors} allows; the last is line {row.Line}. Put the file or the mapping right, or allow more: it goes on where it stopped.");
    }

    // What is written must not be what is read.
    private void Spare(string? written, string option)
    {
        if (written is not null && _source.IsFile && string.Equals(Whole(written), Whole(_source.Path), StringComparison.OrdinalIgnoreCase))
            throw CliFault.Usage($"{option} names the file that is imported, which it would overwrite. Name another.");

        static string Whole(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return path; // opening it says what is wrong with it
            }
        }
    }

    private Checkpoint Resume()
    {
        if (StatePath is not { } path)
            return new Checkpoint();
        string of;
        try
        {
            of = Checkpoint.Fingerprint(_source.Path, string.Join('\n', _source.Format, JsonText.Of(_source.Mapping), _session.Addresses[ServiceName.Gateway]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"{PlainText.Of(_source.Path)} cannot be read: {e.Message}", e);
        }

        Checkpoint found = (_options.IsAgain ? null : Checkpoint.Find(path, of)) ?? new Checkpoint { Of = of };
        if (found.IsDone)
            throw CliFault.Usage(FormattableString.Invariant($"this file was imported already, all {found.Rows} rows, until {found.SavedAt:u} ({path}). Services know what they have for a time only (DEDUPE_HOURS): sent again later, it may count again. --again sends it all the same."));
        if (found.Rows == 0)
            return found;
        _session.Note($"{found.Rows} rows are done already ({path}); going on behind them.");
        if (_session.Terminal.Clock.GetUtcNow() - found.SavedAt > KnownFor)
            _session.Note(FormattableString.Invariant($"that was at {found.SavedAt:u}: rows that were sent then and not noted may count twice, where services have forgotten them since (DEDUPE_HOURS)."));
        return found;
    }

    private void SaveNowAndThen()
    {
        if (_session.Terminal.Clock.GetElapsedTime(_saved) > SaveEvery)
            Save();
    }

    private void Save()
    {
        _saved = _session.Terminal.Clock.GetTimestamp();
        Counts.SavedAt = _session.Terminal.Clock.GetUtcNow();
        if (_rejects is not null)
            Counts.RejectsLength = _rejects.Flush();
        if (StatePath is { } path)
            Counts.Save(path);
    }
}
