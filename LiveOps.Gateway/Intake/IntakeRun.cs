using System.Buffers;
using System.Text.Json;
using LiveOps.Core.Events;
using LiveOps.Core.Problems;
using LiveOps.Gateway.Ingest;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Intake.Rows;

namespace LiveOps.Gateway.Intake;

/// <summary>The rows of one request on their way: read and mapped one after the other, and taken so many at a time. No more of them is held.</summary>
internal sealed class IntakeRun(IntakeSource source, EventChunks chunks, IHeaderDictionary headers, TimeProvider clock) : IDisposable
{
    private const int MostShown = 20;
    private const int MostBytes = 512 << 10; // beside so many rows; a row that is no event may be long

    private readonly RowMapper _mapper = new(source, clock);
    private readonly IngestScratch _scratch = new();
    private readonly ArrayBufferWriter<byte> _json = new(64 << 10), _row = new(1024);
    private readonly Utf8JsonWriter _writer = new(Stream.Null);
    private readonly List<int> _lines = new(IntakeSettings.RowsOfChunk);

    /// <summary>What became of the rows so far.</summary>
    public IntakeReport Report { get; } = new();

    /// <summary>The first events, of a run that only tries.</summary>
    public List<byte[]> Shown { get; } = [];

    /// <summary>Takes all rows; null when it came to their end, else why it did not.</summary>
    /// <param name="body">The body.</param>
    /// <param name="tries">Whether to do nothing but say what would be: rows are mapped and checked as far as they show it themselves.</param>
    /// <param name="aborted">The sender went away.</param>
    public async Task<Problem?> TakeAsync(RowStream body, bool tries, CancellationToken aborted)
    {
        try
        {
            foreach (SourceRow row in RowReader.Read(body, source.Shape))
            {
                if (Report.Rows == IntakeSettings.MaxRows)
                    throw new RowFaultException($"A body holds at most {IntakeSettings.MaxRows} rows: send the others in one of their own.", isTooLarge: true);
                Report.Rows++;
                Add(row);
                if ((_lines.Count == IntakeSettings.RowsOfChunk || _json.WrittenCount > MostBytes) && await FlushAsync(tries, aborted) is { } failure)
                    return failure;
            }
        }
        catch (RowFaultException e)
        {
            // What stands before it was read as well as anything: it counts.
            return await FlushAsync(tries, aborted) ?? Report.With(e.IsTooLarge ? ProblemTypes.PayloadTooLarge : ProblemTypes.MalformedBody, e.Message);
        }

        return await FlushAsync(tries, aborted);
    }

    public void Dispose() => _writer.Dispose();

    private void Add(SourceRow row)
    {
        string? fault = row.Fault;
        try
        {
            if (fault is null)
            {
                _row.ResetWrittenCount();
                _writer.Reset(_row);
                _mapper.Write(row.Field, _writer);
                _writer.Flush();
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException) // the latter of half a pair of surrogates
        {
            fault = e is FormatException ? e.Message : "it holds half of a character";
        }

        if (fault is not null)
        {
            Report.Reject(new RejectedRow(row.Line, null, ProblemTypes.InvalidEvent, $"The row is no event: {fault}."));
            return;
        }

        _json.Write(_lines.Count == 0 ? "{\"events\":["u8 : ","u8);
        _json.Write(_row.WrittenSpan);
        _lines.Add(row.Line);
    }

    private async Task<Problem?> FlushAsync(bool tries, CancellationToken aborted)
    {
        if (_lines.Count == 0)
            return null;
        _json.Write("]}"u8);
        try
        {
            if (tries)
            {
                Try();
                return null;
            }

            ChunkOutcome outcome = await chunks.TakeAsync(source.Id, _json.WrittenMemory, _scratch, headers, aborted);
            if (outcome.Failure is { } failure)
                return Report.With(failure.Type, failure.Detail, failure.RetryAfter);
            Report.Accepted += outcome.Accepted;
            Report.Duplicates += outcome.Duplicates;
            Reject(outcome.Rejected);
            return null;
        }
        finally
        {
            _json.ResetWrittenCount();
            _lines.Clear();
        }
    }

    private void Try()
    {
        EventReader.Read(_json.WrittenSpan, _scratch.Read, out _);
        Report.Accepted += _scratch.Read.Events.Count;
        Reject(_scratch.Read.Rejected);
        if (Shown.Count >= MostShown)
            return;
        using JsonDocument events = JsonDocument.Parse(_json.WrittenMemory);
        foreach (JsonElement one in events.RootElement.GetProperty("events").EnumerateArray().Take(MostShown - Shown.Count))
            Shown.Add(JsonSerializer.SerializeToUtf8Bytes(one));
    }

    private void Reject(IReadOnlyList<Rejection> rejected)
    {
        foreach (Rejection one in rejected.OrderBy(one => one.Index))
            Report.Reject(new RejectedRow(_lines[one.Index], one.Id, one.Type, one.Detail, one.RetryAfter));
    }
}
