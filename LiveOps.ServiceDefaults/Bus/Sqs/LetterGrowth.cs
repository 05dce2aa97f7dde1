namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>By how much a queue of dead letters grew otherwise than by this replica's own letters: what the queue's redrive policy moved there, or another replica set aside.</summary>
internal sealed class LetterGrowth
{
    private long? _last;
    private long _ownLast, _owed; // what this replica has sent and the queue did not show yet

    /// <summary>What came since it was asked last; nothing the first time.</summary>
    /// <param name="there">Letters in the queue now. A number told one question late is made up for.</param>
    /// <param name="own">Letters that this replica has sent there so far.</param>
    public long Of(long there, long own)
    {
        long sent = own - _ownLast, others = 0;
        if (_last is { } last)
        {
            long more = Math.Max(0, there - last) - sent - _owed;
            others = Math.Max(0, more);
            _owed = Math.Max(0, Math.Min(sent, -more)); // no longer: it may have been replayed meanwhile
        }

        _last = there;
        _ownLast = own;
        return others;
    }
}
