namespace LiveOps.ServiceDefaults.Stores;

/// <summary>
/// Whether to go by what is known of rows from groups before. Where other replicas change the same ones, what is known is old each time, and trying it costs a group's first attempt, and perhaps
/// the second that a database takes to notice a deadlock: so after an attempt that failed the rows of 1, 2, 4, … groups are read, the group's own retry among them, and half as many after each one
/// that succeeded. For one group at a time; <see cref="Leave"/> is for anybody.
/// </summary>
public sealed class Doubt
{
    /// <summary>The most groups between two attempts.</summary>
    public const int Longest = 1024;

    private int _next = 1, _left, _others;

    /// <summary>Whether the next group's rows are to be read.</summary>
    public bool IsLeft => _left > 0 || Volatile.Read(ref _others) > 0;

    /// <summary>A group has ended.</summary>
    /// <param name="isCommitted">Whether it is known to be committed.</param>
    /// <param name="wentByKnown">Whether it went by what was known.</param>
    public void End(bool isCommitted, bool wentByKnown)
    {
        if (isCommitted)
        {
            _next = wentByKnown ? Math.Max(1, _next / 2) : _next;
            _left = Math.Max(0, _left - 1);
        }
        else if (wentByKnown)
        {
            _left = _next;
            _next = Math.Min(_next * 2, Longest);
        }
    }

    /// <summary>
    /// Somebody locks many of the same rows, all at once and in order: until they are done groups do the same. A group that locks those that it knows as it writes them, after others, would be in
    /// their way, and they in its.
    /// </summary>
    /// <returns>To be disposed of when they are done.</returns>
    public IDisposable Leave()
    {
        Interlocked.Increment(ref _others);
        return new Other(this);
    }

    private sealed class Other(Doubt doubt) : IDisposable
    {
        private bool _isDone;

        public void Dispose()
        {
            if (!_isDone)
                Interlocked.Decrement(ref doubt._others);
            _isDone = true;
        }
    }
}
