using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>Players of whom one part is replaced and nothing else, which has a script of its own, beside all others in one round.</summary>
public sealed class Plain_players : IClassFixture<RedisPlace>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly RedisPlace _place;
    private readonly RedisReplica _one, _other;

    public Plain_players(RedisPlace place)
    {
        place.Clear();
        _place = place;
        (_one, _other) = (NewReplica(), NewReplica());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(2_000)]
    public async Task More_than_one_call_reads_together_are_replaced_but_those_who_were_changed_meanwhile(int length)
    {
        StoredPlayer[] players = Of(shard: 3, count: 2_500), elsewhere = Of(shard: 3, count: 2_500);
        Assert.Empty(await WriteAsync(_one, players, length, 'a'));
        await _one.Players.ReadAsync(players);
        int[] moved = [0, 199, 200, 999, 1_000, 1_777, 2_499];
        StoredPlayer[] theirs = [.. moved.Select(n => elsewhere[n])];
        await _other.Players.ReadAsync(theirs);
        Assert.Empty(await WriteAsync(_other, theirs, length, 'b'));

        IReadOnlyList<StoredPlayer> changed = await WriteAsync(_one, players, length, 'c');
        Assert.Equal(moved.Select(n => players[n]), changed);
        Assert.All(changed, player => Assert.Equal('b', (char)player.Conduct!.Was![^1]));
        Assert.Empty(await WriteAsync(_one, changed, length, 'd'));

        StoredPlayer[] now = Of(shard: 3, count: 2_500);
        await _other.Players.ReadAsync(now);
        for (int n = 0; n < now.Length; n++)
            Assert.Equal((length, moved.Contains(n) ? 'd' : 'c'), (now[n].Conduct!.Was!.Length, (char)now[n].Conduct!.Was![^1]));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(2_000)]
    public async Task Who_vanished_appeared_or_came_anew_meanwhile_is_not_replaced(int length)
    {
        StoredPlayer[] players = Of(shard: 5, count: 4);
        await WriteAsync(_one, players[..3], length, 'a');
        players = Of(shard: 5, count: 4);
        await _one.Players.ReadAsync(players);
        _place.Clear();
        StoredPlayer[] anew = Of(shard: 5, count: 4);
        await _other.Players.ReadAsync(anew);
        await WriteAsync(_other, [anew[1], anew[3]], length, 'a'); // the same but for its stamp; and one of whom there was nothing

        IReadOnlyList<StoredPlayer> changed = await WriteAsync(_one, players, length, 'c');
        Assert.Equal(players, changed);
        Assert.Equal([true, false, true, false], changed.Select(player => player.Conduct!.Was is null));
        Assert.Empty(await WriteAsync(_one, changed, length, 'd'));
    }

    [Theory]
    [InlineData("torn", true)]
    [InlineData("torn", false)]
    [InlineData("12345678", false)]
    public async Task What_is_too_short_to_be_a_part_is_as_good_as_nothing(string torn, bool isPlain)
    {
        StoredPlayer[] players = Of(shard: 0, count: 1), elsewhere = Of(shard: 0, count: 1);
        await _place.Server.CommandAsync("SET", KeyOf(players[0]), torn);
        foreach (StoredPlayer[] some in (StoredPlayer[][])[players, elsewhere])
        {
            if (!isPlain)
                some[0].WantHistory();
            await _one.Players.ReadAsync(some);
            some[0].History?.Replace(Part(40, 'h'), Hour.Ticks);
        }

        Assert.Empty(await WriteAsync(_one, players, 40, 'a'));
        Assert.Equal(elsewhere, await WriteAsync(_other, elsewhere, 40, 'b')); // by now there is one
        Assert.Equal('a', (char)elsewhere[0].Conduct!.Was![^1]);
    }

    [Fact]
    public async Task Histories_that_another_replica_has_written_meanwhile_are_learned_again()
    {
        var world = new RedisWorld(_place);
        BusMessage Of(string id) => new(BusMessageKind.Events, world.Batch([.. Enumerable.Range(0, 50).Select(n => Score($"p{n}", 100, id: $"{id}{n}"))]).Bytes.ToArray());
        BusMessage[] ones = [.. Enumerable.Range(0, 20).Select(n => Of($"one-{n}-"))], others = [.. Enumerable.Range(0, 20).Select(n => Of($"other-{n}-"))];
        await Task.WhenAll(LearnAsync(_one, ones), LearnAsync(_other, others));

        var space = new Workspace();
        space.Begin(_one.Policy.Current);
        for (int n = 0; n < 50; n++)
            space.Enter(Encoding.UTF8.GetBytes($"p{n}")).WantHistory();
        await _one.Players.ReadAsync(space.Players);
        foreach (StoredPlayer player in space.Players)
        {
            space.Take(player);
            Assert.Equal(40, space.Shard.Scores.Find(space.Shard.Players[player.Number].Scores, LiveOps.Core.Boards.BoardHash.Of("arena")).Count);
        }
    }

    [Fact]
    public async Task Each_lives_for_as_long_as_it_must_and_at_the_most_an_eighth_longer()
    {
        StoredPlayer[] players = Of(shard: 7, count: 4);
        TimeSpan[] lifetimes = [Hour, Hour * 1.1, TimeSpan.FromDays(30), TimeSpan.FromDays(3650)];
        await _one.Players.ReadAsync(players);
        for (int n = 0; n < players.Length; n++)
            players[n].Conduct!.Replace(Part(40, 'a'), lifetimes[n].Ticks);
        Assert.Empty(await _one.Players.WriteAsync(players));
        for (int n = 0; n < players.Length; n++)
        {
            TimeSpan left = TimeSpan.FromMilliseconds(double.Parse((await _place.Server.CommandAsync("PTTL", KeyOf(players[n]))).Split(' ')[^1], CultureInfo.InvariantCulture));
            Assert.InRange(left, lifetimes[n] - TimeSpan.FromMinutes(2), lifetimes[n] * 1.125);
        }
    }

    [Fact]
    public async Task What_one_replica_wrote_the_next_goes_on_from_and_exactly_the_rate_is_let_through()
    {
        var world = new RedisWorld(_place);
        for (int second = 0; second < 3; second++)
        {
            int accepted = 0;
            for (int n = 0; n < 120; n++)
            {
                var verdicts = new Verdict[1];
                await (n % 2 == 0 ? _one : _other).Verdicts.AskAsync(world.Batch([Xp("p", 1)]), verdicts, default);
                accepted += verdicts[0].Kind == VerdictKind.Accepted ? 1 : 0;
            }

            Assert.Equal(second == 0 ? 100 : 50, accepted);
            world.Wait(1);
        }
    }

    [Fact]
    public void Plain_flagged_and_held_players_of_one_round_are_all_written()
    {
        var world = new RedisWorld(_place);
        world.Send([.. Enumerable.Range(0, 300).Where(n => n % 3 == 1).Select(n => Xp($"p{n}", 200_000))]);
        Verdict[] verdicts = world.Ask([.. Enumerable.Range(0, 300).SelectMany(n => Enumerable.Repeat(Xp($"p{n}", n % 3 == 2 ? 200_000 : 1), 2))]);
        Assert.Equal(200, verdicts.Count(verdict => verdict.Kind == VerdictKind.Implausible));
        for (int n = 0; n < 300; n++)
            Assert.Equal(n % 3, world.Standing($"p{n}").Flags?.Count ?? 0);
        Assert.Equal(300, world.Flags(limit: 500)!.Entries.Count);

        // All their rates were taken from.
        for (int n = 0; n < 3; n++)
            Assert.InRange(world.Ask([.. Enumerable.Repeat(Xp($"p{n}", 1), 120)]).Count(verdict => verdict.Kind == VerdictKind.Accepted), n == 2 ? 0 : 97, 98);
    }

    private static Task LearnAsync(RedisReplica replica, BusMessage[] messages) => Task.Run(async () =>
    {
        foreach (BusMessage message in messages)
            await replica.Learning.ApplyAsync([message], default);
    });

    private static async Task<IReadOnlyList<StoredPlayer>> WriteAsync(RedisReplica replica, IReadOnlyList<StoredPlayer> players, int length, char mark)
    {
        foreach (StoredPlayer player in players)
            player.WantConduct().Replace(Part(length, mark), Hour.Ticks);
        return await replica.Players.WriteAsync(players);
    }

    private static byte[] Part(int length, char mark)
    {
        byte[] part = new byte[length];
        part[0] = 1;
        BitConverter.TryWriteBytes(part.AsSpan(StoredPart.StampAt), Stamps.Next());
        part[^1] = (byte)mark;
        return part;
    }

    private static StoredPlayer[] Of(int shard, int count)
    {
        StoredPlayer[] players = [.. Enumerable.Range(0, count).Select(n => new StoredPlayer(new UInt128((ulong)(n * PlayerKeys.Shards + shard), 7)))];
        foreach (StoredPlayer player in players)
            player.WantConduct();
        return players;
    }

    private static string KeyOf(StoredPlayer player) => Encoding.ASCII.GetString(player.Conduct!.Key);

    private RedisReplica NewReplica() =>
        new(_place.Connect(), new ManualClock(), Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry()));
}
