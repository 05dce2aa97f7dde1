using System.Text.Json;
using LiveOps.Core.Problems;

namespace LiveOps.Gateway.Intake;

/// <summary>What became of the rows of a request, so far.</summary>
internal sealed class IntakeReport
{
    private readonly List<RejectedRow> _named = [];
    private ProblemType? _shared;
    private bool _isShared = true;
    private int _retryAfter;

    /// <summary>Rows that were read.</summary>
    public int Rows { get; set; }

    /// <summary>Those that were accepted.</summary>
    public int Accepted { get; set; }

    /// <summary>Those that were known already.</summary>
    public int Duplicates { get; set; }

    /// <summary>Those that were not accepted, named or not.</summary>
    public int RejectedRows { get; private set; }

    /// <summary>Those of them that came faster than their players may send: they count when they are sent again.</summary>
    public int HeldBack { get; private set; }

    /// <summary>Whether rows were rejected and nothing else came of them.</summary>
    public bool IsAllRejected => RejectedRows > 0 && Accepted + Duplicates == 0;

    /// <summary>A row was rejected.</summary>
    public void Reject(RejectedRow row)
    {
        RejectedRows++;
        _isShared &= _shared is null || _shared.Status == row.Type.Status;
        _shared ??= row.Type;
        if (row.Type == ProblemTypes.RateLimited)
        {
            HeldBack++;
            _retryAfter = Math.Max(_retryAfter, row.RetryAfter);
        }

        if (_named.Count < IntakeSettings.MaxNamed)
            _named.Add(row);
    }

    /// <summary>
    /// The answer when all were rejected, the status they share, else 422; and when some were held back, whatever became of the others: older systems look at the status alone, and
    /// would never send those again.
    /// </summary>
    public Problem ToProblem() => HeldBack > 0
        ? With(ProblemTypes.RateLimited, "Rows came faster than their players may send. Send all of it again: what was accepted counts once.", _retryAfter)
        : With(_isShared ? _shared! : ProblemTypes.AllRejected, RejectedRows == 1 ? _named[0].Detail : "No row was accepted.");

    /// <summary>A problem that tells also what became of the rows before it.</summary>
    public Problem With(ProblemType type, string? detail, int retryAfter = 0) => new(type, detail, retryAfter) { Extensions = WriteMembers };

    /// <summary>Writes the members of an answer.</summary>
    public void WriteMembers(Utf8JsonWriter to)
    {
        to.WriteNumber("rows", Rows);
        to.WriteNumber("accepted", Accepted);
        to.WriteNumber("duplicates", Duplicates);
        to.WriteNumber("rejectedRows", RejectedRows);
        to.WriteStartArray("rejected");
        foreach (RejectedRow row in _named.OrderBy(row => row.Line)) // what a row lacks is known before what its event is
        {
            to.WriteStartObject();
            to.WriteNumber("line", row.Line);
            to.WriteString("id", row.Id);
            to.WriteNumber("status", row.Type.Status);
            to.WriteString("type", row.Type.Uri);
            to.WriteString("detail", row.Detail);
            if (row.RetryAfter > 0)
                to.WriteNumber("retryAfter", row.RetryAfter);
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}
