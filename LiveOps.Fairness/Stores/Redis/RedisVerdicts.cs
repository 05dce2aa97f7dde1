using System.Diagnostics;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Policies;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Verdicts from Redis, one round at a time: questions that come while one is on its way share the next. So this process never
/// competes with itself for a player, and the more there is to do, the more is done with one command.
/// </summary>
internal sealed class RedisVerdicts(VerdictRound round, SharedPolicy policy) : IVerdicts
{
    /// <summary>The most events in a round, give or take a question.</summary>
    private const int MaxEvents = 4000;

    /// <summary>The most questions that wait; the next is told to come again.</summary>
    private const int MaxWaiting = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Question> _waiting = [];
    private bool _running;

    /// <inheritdoc/>
    /// <remarks>Not to be cancelled: the round reads the batch and writes the verdicts until it is done. Redis's time-outs bound it.</remarks>
    public ValueTask AskAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation)
    {
        var question = new Question(batch, verdicts);
        lock (_gate)
        {
            if (_waiting.Count == MaxWaiting)
                throw new VerdictsUnavailableException("Too many questions are waiting already.");
            _waiting.Enqueue(question);
            if (_running)
                return new ValueTask(question.Answered);
            _running = true;
        }

        _ = Task.Run(RunAsync, CancellationToken.None);
        return new ValueTask(question.Answered);
    }

    private async Task RunAsync()
    {
        Activity.Current = null; // a round is of many requests
        var questions = new List<Question>();
        while (Take(questions))
        {
            for (int at = 0; at < questions.Count;)
                at += await RunAsync(questions, at);
        }
    }

    // Those from one on that are of one policy, which is all of them but at the moment when another comes into force; how many they were.
    private async Task<int> RunAsync(List<Question> questions, int at)
    {
        int end = at + 1;
        try
        {
            FairnessPolicy one = await policy.GetAsync(questions[at].Batch.AcceptedAt);
            while (end < questions.Count && ReferenceEquals(one, await policy.GetAsync(questions[end].Batch.AcceptedAt)))
                end++;
            await round.RunAsync(at == 0 && end == questions.Count ? questions : questions.GetRange(at, end - at), one);
            for (int i = at; i < end; i++)
                questions[i].Answer();
        }
        catch (Exception e)
        {
            Exception why = e is StoreUnavailableException ? new VerdictsUnavailableException(e.Message, e) : e;
            for (int i = at; i < end; i++)
                questions[i].Fail(why);
        }

        return end - at;
    }

    private bool Take(List<Question> questions)
    {
        questions.Clear();
        int events = 0;
        lock (_gate)
        {
            while (events < MaxEvents && _waiting.TryDequeue(out Question? question))
            {
                questions.Add(question);
                events += question.Batch.Count;
            }

            _running = questions.Count > 0;
            return _running;
        }
    }
}
