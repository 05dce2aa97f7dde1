using System.Text;
using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Json;
using LiveOps.Client.Outboxes;

namespace LiveOps.Client.Sending;

/// <content>What an answer means for the events.</content>
internal sealed partial class EventSender
{
    private readonly Dictionary<int, Problem> _rejected = new(); // by index in the batch

    /// <summary>Events that the server accepted, or knew.</summary>
    public long Accepted { get; private set; }

    /// <summary>Events that it rejected.</summary>
    public long Rejected { get; private set; }

    // All must be definite: what was, is the same when it is sent again.
    private bool Judge(Answer?[] answers, ref SendStep step)
    {
        for (int i = 0; i < answers.Length; i++)
        {
            if (answers[i] is { } answer && !Judge(_selection.Parts[i], answer, ref step))
                return false;
        }

        return true;
    }

    // Whether it says of every event what became of it; else what comes next.
    private bool Judge(RequestPart part, Answer answer, ref SendStep step)
    {
        if (answer.Body is { } body && (answer.Status == 202 || body["rejected"].Kind == JsonKind.Array))
        {
            if (IsWhole(part, answer.Status, body))
                return true;
            step = Again(answer);
            return false;
        }

        switch (answer.Status)
        {
            case 400 when answer.Is("malformed-body"):
            case 403 when answer.Is("not-your-player") && _signs!.PlayerId is null:
            case 413:
                return Smaller(part, answer, ref step);
            case 415 when _compress:
                _compress = false;
                break;
            case 422 when answer.Is("idempotency-key-reused"):
                part.Body.ChangeIds();
                if (_isReused)
                    step = Again(answer); // under another id, too: it is not the id
                _isReused = true;
                break;
            default:
                step = Again(answer);
                break;
        }

        return false;
    }

    // Somebody's page in between may be JSON, too.
    private bool IsWhole(RequestPart part, int status, JsonValue body)
    {
        int rejected = 0;
        foreach (JsonValue one in body["rejected"].Items)
        {
            if (one["index"].Whole is not { } index || index < 0 || index >= part.Events.Count || one["status"].Whole is not (>= 400 and < 600 and var code))
                return false;
            TimeSpan? retryAfter = one["retryAfter"].Whole is { } seconds and >= 0 and < 1 << 20 ? TimeSpan.FromSeconds(seconds) : null;
            if (!_rejected.TryAdd(part.Events[(int)index], new Problem((int)code, one["type"].Text, one["detail"].Text, retryAfter)))
                return false;
            rejected++;
        }

        return rejected + (status == 202 ? body["accepted"].Whole + body["duplicates"].Whole : 0) == part.Events.Count;
    }

    // A request that nobody takes as it is: in halves, until the one event is found that is to blame.
    private bool Smaller(RequestPart part, Answer answer, ref SendStep step)
    {
        if (part.Events.Count > 1)
        {
            _size = Math.Max(1, _selection.Taken / 2);
            _cutAgain = true;
            return false;
        }

        if (answer.Problem.Type.Length == 0)
        {
            step = Again(answer); // who says so is none of ours
            return false;
        }

        _rejected[part.Events[0]] = answer.Problem;
        return true;
    }

    private SendStep Verdicts()
    {
        TimeSpan pause = TimeSpan.Zero;
        int first = -1, limited = 0;
        for (int i = 0; _rejected.Count > 0 && i < _selection.Sent.Count; i++)
        {
            if (!IsLimited(i))
                continue;
            limited++;
            if (first < 0)
                first = i;
            TimeSpan asked = _rejected[_selection.Sent[i]].RetryAfter ?? TimeSpan.FromSeconds(1);
            pause = asked > pause ? asked : pause;
        }

        if (limited == 0)
        {
            _size = Math.Min(_mostSent, 2 * _size);
            return Settle(null);
        }

        // All that came later is limited too, as with one player: it stays where it is.
        if (limited == _selection.Sent.Count - first && _selection.Moving.Count == 0)
        {
            _selection.CutAt(_selection.Sent[first]);
            _size = Math.Max(1, Math.Min(_size, 2 * first));
            Settle(null);
            return SendStep.After(_backoff.Next(pause));
        }

        for (int i = first; i < _selection.Sent.Count; i++)
        {
            if (IsLimited(i))
                _selection.Move(_selection.Sent[i], _behind.Next(EventText.PlayerOf(_batch.TextOf(_selection.Sent[i])), _batch[_selection.Sent[i]].PutOff));
        }

        return Settle(_clock.Elapsed + (pause < Backoff.MostAsked ? pause : Backoff.MostAsked));
    }

    private bool IsLimited(int sent) => _rejected.TryGetValue(_selection.Sent[sent], out Problem? problem) && problem.Status == 429;

    // What moves is at the end before it is passed over at the front: a crash in between leaves it twice, under one id.
    private SendStep Settle(TimeSpan? notBefore)
    {
        if (_selection.Moving.Count > 0 && !MoveToEnd(notBefore))
            return Again(Answer.None);
        if (_selection.Sent.Count > 0)
            Tell();
        for (int i = 0; _behind.Count > 0 && i < _selection.Taken; i++)
        {
            if (_batch[i].PutOff != 0)
                _behind.Gone(EventText.PlayerOf(_batch.TextOf(i)), _batch[i].PutOff);
        }

        _outbox.Settle(_batch, _selection.Taken);
        _behind.Forget(_outbox, _clock.Elapsed);
        return SendStep.GoneOn;
    }

    private bool MoveToEnd(TimeSpan? notBefore)
    {
        byte[] frames = new byte[_selection.Moving.Count * (Records.FrameHead + EventText.MaxLength)];
        int length = 0;
        foreach (KeyValuePair<int, byte> one in _selection.Moving)
            length += Records.Frame(_batch.TextOf(one.Key), one.Value, frames.AsSpan(length));
        Appended appended = _outbox.Append(frames.AsSpan(0, length), _selection.Moving.Count, always: true);
        if (appended.Outcome != AddOutcome.Kept)
            return false;
        foreach (KeyValuePair<int, byte> one in _selection.Moving)
            _behind.PutOff(Encoding.ASCII.GetString(EventText.PlayerOf(_batch.TextOf(one.Key))), one.Value, appended.Segment, appended.End, notBefore ?? default);
        return true;
    }

    private void Tell()
    {
        for (int i = 0; i < _selection.Sent.Count && _selection.Sent[i] < _selection.Taken; i++)
        {
            _rejected.TryGetValue(_selection.Sent[i], out Problem? problem);
            if (problem?.Status == 429)
                continue;
            if (problem is null)
                Accepted++;
            else
                Rejected++;
            if (_options.OnVerdict is not null)
                Tell(_batch.TextOf(_selection.Sent[i]), problem);
        }
    }

    private void Tell(ReadOnlySpan<byte> text, Problem? problem)
    {
        try
        {
            _options.OnVerdict!(new EventVerdict(Encoding.ASCII.GetString(EventText.IdOf(text)), Encoding.ASCII.GetString(EventText.PlayerOf(text)), problem));
        }
#pragma warning disable CA1031 // the game's code may throw anything; the events go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            _options.Fault(e);
        }
    }
}
