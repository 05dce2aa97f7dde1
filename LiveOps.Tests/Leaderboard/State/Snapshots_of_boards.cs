using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.State;

public sealed class Snapshots_of_boards
{
    [Fact]
    public async Task A_snapshot_cut_short_or_of_a_newer_version_is_refused()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        await host.ScoreAsync("ann", "arena", 1);
        await host.ScoreAsync("bob", "laps", 2);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await host.ScoreAsync("bob", "arena", 2);
        using var snapshot = new MemoryStream();
        host.State.Save(snapshot);
        byte[] whole = snapshot.ToArray();
        Assert.Equal(StateLines.Of(host.State), StateLines.Of(Load(whole)));
        for (int length = 0; length < whole.Length; length += 7)
            Assert.True(Record.Exception(() => Load(whole[..length])) is InvalidDataException or EndOfStreamException, $"cut at {length}");
        whole[0]++;
        Assert.Throws<InvalidDataException>(() => Load(whole));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1000)]
    public void A_packed_column_gives_back_every_value_and_takes_what_it_has_room_for(int count)
    {
        var random = new Random(count);
        foreach (long range in new[] { 1L, 2, 1000, 1L << 40, long.MaxValue })
        {
            long[] values = new long[count];
            for (int i = 0; i < count; i++)
                values[i] = random.NextInt64(-range / 2, range / 2 + 1);
            PackedColumn column = PackedColumn.Pack(values, values.Min(), values.Max());
            for (int i = 0; i < count; i += 3)
            {
                values[i] = values[random.Next(count)];
                column.Overwrite(i, values[i]);
            }

            for (int i = 0; i < count; i++)
                Assert.Equal(values[i], column[i]);
        }
    }

    [Fact]
    public void An_archive_finds_every_player_also_after_any_were_erased()
    {
        var random = new Random(5);
        foreach (int count in new[] { 1, 2, 3, 700 })
        {
            foreach (int spread in new[] { 1, 50 }) // all players, or few of many
            {
                int[] players = [.. Enumerable.Range(0, count).Select(i => i * spread).OrderBy(_ => random.Next())];
                long[] values = [.. Enumerable.Range(0, count).Select(i => (long)i)];
                var archive = new Archive(new LiveOps.Core.Windows.Period("p", 0, 1), players, PackedColumn.Pack(values), PackedColumn.Pack(values));
                foreach (int erased in players.OrderBy(_ => random.Next()).ToArray())
                {
                    for (int position = 0; position < count; position++)
                        Assert.Equal(players[position] < 0 ? -1 : position, archive.RankOf(players[position] < 0 ? int.MaxValue - 1 : players[position]));
                    Assert.Equal(-1, archive.RankOf(count * spread + 1));
                    archive.Anonymise(erased);
                    players[Array.IndexOf(players, erased)] = -1;
                    if (count > 100 && random.Next(50) > 0)
                        archive.Anonymise(int.MaxValue - 1);
                    if (count > 100 && players.Count(player => player < 0) > 60)
                        break;
                }
            }
        }
    }

    private static LeaderboardState Load(byte[] snapshot)
    {
        LeaderboardState state = StateLines.New();
        state.Load(new MemoryStream(snapshot));
        return state;
    }
}
