using LiveOps.ServiceDefaults.Upkeep;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Upkeep;

public sealed class Rounds_and_bells : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rounds_come_one_after_the_other_until_they_are_told_to_stop(bool atOnce)
    {
        var numbers = new List<int>();
        Task rounds = atOnce ? Rounds.RunAsync(Minute, _clock, Note, _stop.Token) : Rounds.RunLaterAsync(Minute, _clock, Note, _stop.Token);
        int first = atOnce ? 1 : 0;
        Assert.Equal(first, numbers.Count);
        for (int round = first; round < 3; round++)
        {
            _clock.Advance(Minute);
            for (var patience = new Patience(); numbers.Count <= round && !patience.IsOver;)
                await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await _stop.CancelAsync();
        await rounds.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2], numbers);

        Task Note(int number)
        {
            numbers.Add(number);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_a_round_throws_ends_them()
    {
        Task rounds = Rounds.RunAsync(Minute, _clock, _ => throw new InvalidOperationException("broken"), _stop.Token);
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => rounds)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_taken_away_from_a_host_that_is_disposed_of_ends_them_as_a_stop_does(bool isStopped)
    {
        Task rounds = Rounds.RunAsync(Minute, _clock, Use, _stop.Token);
        var bell = new Bell();
        bell.Ring();
        Task answering = bell.AnswerAsync(() => Use(0), _stop.Token);
        foreach (Task ending in new[] { rounds, answering })
        {
            if (isStopped)
                await ending.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
            else
                await Assert.ThrowsAsync<ObjectDisposedException>(() => ending.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken));
        }

        async Task Use(int round)
        {
            if (isStopped)
                await _stop.CancelAsync();
            throw new ObjectDisposedException("what it uses");
        }
    }

    [Fact]
    public async Task A_bell_that_rings_often_meanwhile_is_answered_once_more()
    {
        var bell = new Bell();
        var busy = new TaskCompletionSource();
        int answers = 0;
        bell.Ring(); // before anybody listens
        Task answering = bell.AnswerAsync(() => Interlocked.Increment(ref answers) == 1 ? busy.Task : Task.CompletedTask, _stop.Token);
        for (var patience = new Patience(); Volatile.Read(ref answers) == 0 && !patience.IsOver;)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        for (int i = 0; i < 10; i++)
            bell.Ring();
        busy.SetResult();
        for (var patience = new Patience(); Volatile.Read(ref answers) < 2 && !patience.IsOver;)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        await _stop.CancelAsync();
        await answering.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
        Assert.Equal(2, answers);
    }
}
