using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>Where entries around a player begin, and their members (<see cref="RankRow.CopyTo(RowBuffer, int, byte[], SharedBoard)"/>); no members: the player has no rank.</summary>
internal sealed record Neighbours(int First, byte[] Members);

/// <summary>
/// Questions for the entries around players of one period. The first of a quiet moment is asked at once; those that come while a call is on its way share the next, which goes as soon as one
/// is back, or it is full. So nobody waits for more than one call besides their own, and the more is asked the less each question costs.
/// </summary>
/// <param name="ask">Runs <see cref="RankScripts.Around"/> with these arguments; null when the ranks are not whole.</param>
internal sealed class AroundCalls(Func<RedisValue[], Task<RedisResult?>> ask)
{
    /// <summary>A call is full with so many questions, or with so many entries that are asked for: whatever else is asked of that Redis waits behind it.</summary>
    public const int Most = 64, MostEntries = 1000;

    private readonly Lock _gate = new();
    private List<Question> _waiting = [];
    private int _entries;
    private int _onTheirWay;

    /// <summary>The entries around a player; null when the ranks are not whole.</summary>
    public Task<Neighbours?> AskAsync(string player, int count)
    {
        var question = new Question(player, count);
        List<Question>? full = null;
        lock (_gate)
        {
            if (_onTheirWay > 0)
            {
                _waiting.Add(question);
                _entries += count;
                if (_waiting.Count < Most && _entries < MostEntries)
                    return question.Task;
                full = Take();
            }

            _onTheirWay++;
        }

        if (full is null)
            _ = AskAloneAsync(question);
        else
            Share(full);
        return question.Task;
    }

    // The first of a quiet moment is of its request alone.
    private async Task AskAloneAsync(Question question)
    {
        await CallAsync([question]);
        if (Next() is { } call)
            Share(call);
    }

    // Of many requests: not in the trace and the log's scope of one of them.
    private void Share(List<Question> call) => ThreadPool.UnsafeQueueUserWorkItem(first => _ = RunAsync(first), call, preferLocal: true);

    private async Task RunAsync(List<Question> first)
    {
        for (List<Question>? call = first; call is not null; call = Next())
            await CallAsync(call);
    }

    // Null: nobody waits, and there is one call fewer on its way.
    private List<Question>? Next()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
                return Take();
            _onTheirWay--;
            return null;
        }
    }

    private List<Question> Take()
    {
        List<Question> call = _waiting;
        (_waiting, _entries) = ([], 0);
        return call;
    }

    private async Task CallAsync(List<Question> call)
    {
        try
        {
            var arguments = new RedisValue[2 * call.Count];
            for (int i = 0; i < call.Count; i++)
                (arguments[2 * i], arguments[2 * i + 1]) = (call[i].Player, call[i].Count);
            RedisResult? answer = await ask(arguments);
            for (int i = 0; i < call.Count; i++)
                call[i].SetResult(answer is null ? null : new Neighbours((int)answer[2 * i], (byte[])answer[2 * i + 1]!));
        }
        catch (Exception e)
        {
            foreach (Question question in call)
                question.TrySetException(e);
        }
    }

    // Whoever asked goes on elsewhere: the next call does not wait for them.
    private sealed class Question(string player, int count) : TaskCompletionSource<Neighbours?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string Player => player;

        public int Count => count;
    }
}
