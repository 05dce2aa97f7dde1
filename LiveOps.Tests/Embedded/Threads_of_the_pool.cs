using LiveOps.Embedded;

namespace LiveOps.Tests.Embedded;

public sealed class Threads_of_the_pool
{
    [Theory]
    [InlineData(2, 2, 6)]
    [InlineData(1, 1, 5)]
    [InlineData(64, 2, 64)]
    public void There_are_more_than_processors_and_never_fewer_than_were_set(int set, int processors, int least) =>
        Assert.Equal(least, PoolThreads.Least(set, processors));
}
