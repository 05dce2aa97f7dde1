using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Orders_of_boards
{
    [Theory, Every<BoardStores>]
    public async Task Which_way_boards_count_is_said_when_the_policy_comes_into_force_and_when_it_turns_one_round(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{ "boards": { "race": { "order": "asc" }, "arena": {} } }""");
        await host.RolledOverAsync();
        BoardOrders said = await SaidAsync(host, orders => orders.IsAscending(BoardHash.Of("race")));
        Assert.False(said.IsAscending(BoardHash.Of("arena")));
        Assert.False(said.IsAscending(BoardHash.Of("any other")));

        host.WritePolicy("""{ "default": { "order": "asc" }, "boards": { "race": { "order": "desc" } } }""");
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.RolledOverAsync();
        BoardOrders turned = await SaidAsync(host, orders => orders.IsAscending(BoardHash.Of("any other")));
        Assert.False(turned.IsAscending(BoardHash.Of("race")));
        Assert.True(turned.At > said.At);
    }

    [Theory, Every<BoardStores>]
    public async Task A_service_that_starts_again_does_not_say_it_again_or_says_the_same(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{ "boards": { "race": { "order": "asc" } } }""");
        await host.RolledOverAsync();
        await SaidAsync(host, orders => orders.IsAscending(BoardHash.Of("race")));
        await host.RestartAsync();
        await host.RolledOverAsync();
        Assert.All(Said(host), orders => Assert.True(orders.IsAscending(BoardHash.Of("race"))));
        if (stores == BoardStores.Memory)
            Assert.Single(Said(host)); // a journal loses nothing
    }

    private static BoardOrders[] Said(LeaderboardHost host) =>
        [.. host.Bus.Said.Where(message => message.Kind == BusMessageKind.BoardOrders).Select(message => BoardOrders.TryRead(message.Payload.Span, out BoardOrders orders) ? orders : throw new InvalidDataException())];

    private static async Task<BoardOrders> SaidAsync(LeaderboardHost host, Predicate<BoardOrders> wanted)
    {
        for (var patience = new Patience(); ;)
        {
            if (Said(host).LastOrDefault() is { } last && wanted(last))
                return last;
            Assert.False(patience.IsOver, "it was never said");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
