using LiveOps.Tests.Fairness.Flags;
using LiveOps.Tests.Fairness.Learning;
using LiveOps.Tests.Fairness.Policies;
using LiveOps.Tests.Fairness.Rules;
using LiveOps.Tests.Fairness.Standings;
using LiveOps.Tests.Fairness.Stores.Journaled;
using LiveOps.Tests.Fairness.Stores.Redis;

namespace LiveOps.Tests.Fairness.Stores;

// The same tests against the state in memory and the state in Redis.

public sealed class Plausibility_in_memory : Plausibility
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Plausibility_in_Redis(RedisPlace redis) : Plausibility, IClassFixture<RedisPlace>
{
    private protected override World New() => new RedisWorld(redis);
}

public sealed class Escalation_in_memory : Escalation
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Escalation_in_Redis(RedisPlace redis) : Escalation, IClassFixture<RedisPlace>
{
    private protected override World New() => new RedisWorld(redis);
}

public sealed class Rates_per_player_in_memory : Rates_per_player
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Rates_per_player_in_Redis(RedisPlace redis) : Rates_per_player, IClassFixture<RedisPlace>
{
    protected override int Asks => 200;

    private protected override World New() => new RedisWorld(redis);
}

public sealed class Rules_of_the_policy_in_memory : Rules_of_the_policy
{
    private protected override World New(string? policy = null) => new FairnessWorld(policy);
}

public sealed class Rules_of_the_policy_in_Redis(RedisPlace redis) : Rules_of_the_policy, IClassFixture<RedisPlace>
{
    protected override int Rounds => 3;

    private protected override World New(string? policy = null) => new RedisWorld(redis, policy);
}

public sealed class Logs_in_memory : Logs
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Logs_in_Redis(RedisPlace redis) : Logs, IClassFixture<RedisPlace>
{
    private protected override World New() => new RedisWorld(redis);
}

public sealed class Learning_from_the_bus_in_memory : Learning_from_the_bus
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Learning_from_the_bus_in_Redis(RedisPlace redis) : Learning_from_the_bus, IClassFixture<RedisPlace>
{
    private protected override World New() => new RedisWorld(redis);
}

public sealed class Ascending_boards_in_memory : Ascending_boards
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Ascending_boards_in_Redis(RedisPlace redis) : Ascending_boards, IClassFixture<RedisPlace>
{
    private protected override World New() => new RedisWorld(redis);
}

public sealed class Blocks_on_the_bus_in_memory : Blocks_on_the_bus
{
    private protected override World New() => new FairnessWorld();
}

public sealed class Blocks_on_the_bus_in_Redis(RedisPlace redis) : Blocks_on_the_bus, IClassFixture<RedisPlace>
{
    private protected override World New() => new RedisWorld(redis);
}
