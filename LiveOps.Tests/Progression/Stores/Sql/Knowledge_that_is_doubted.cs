using LiveOps.Progression.Rules;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Tests.Progression.Stores.Sql;

public sealed class Knowledge_that_is_doubted
{
    private static readonly TestEvent[] Events = [TestEvent.Xp("ann", 1)];

    private readonly Doubt _doubt = new();
    private readonly GroupFold _fold;

    public Knowledge_that_is_doubted() => _fold = new GroupFold(new RulesInForce.Edition(RulesReader.BuiltIn, [], 1), _doubt);

    [Fact]
    public void Is_tried_ever_more_seldom_where_it_is_old_each_time_and_always_where_it_holds()
    {
        int tried = Enumerable.Range(0, 1000).Count(_ => Group(isOld: true));
        Assert.InRange(tried, 5, 12); // after 1, 2, 4, … groups
        Assert.Contains(true, Enumerable.Range(0, Doubt.Longest + 1).Select(_ => Group(isOld: false)));
        Assert.Equal(100, Enumerable.Range(0, 100).Count(_ => Group(isOld: false)));
        Assert.True(Group(isOld: true));
        Assert.InRange(Enumerable.Range(0, 5).Count(_ => Group(isOld: false)), 4, 5); // soon again after one
    }

    [Fact]
    public void Is_not_doubted_where_a_group_failed_for_its_ids()
    {
        Group(isOld: false);
        for (int group = 0; group < 10; group++)
        {
            _fold.Begin([TestEvent.Batch(Events)]);
            Assert.True(_fold.IsLoaded);
            _fold.Leave();
            Group(isOld: false);
        }
    }

    [Fact]
    public void Is_left_while_others_lock_many_of_the_same_rows_at_once()
    {
        Group(isOld: false);
        IDisposable one = _doubt.Leave(), other = _doubt.Leave();
        Assert.False(Group(isOld: false));
        one.Dispose();
        one.Dispose();
        Assert.False(Group(isOld: false));
        other.Dispose();
        Assert.True(Group(isOld: false));
    }

    // Whether the player was known. When what is known is old, the database says so, and the group runs again.
    private bool Group(bool isOld)
    {
        _fold.Begin([TestEvent.Batch(Events)]);
        bool wasKnown = _fold.IsLoaded;
        if (wasKnown && isOld)
            _fold.Begin([TestEvent.Batch(Events)]);
        if (!_fold.IsLoaded)
            _fold.Load(new StoredPlayer("ann", 1, 1, 0, 1, 1, "{}", "{}", "[]", "{}"), null);
        _fold[_fold.Numbers[0]].IsChanged = true;
        _fold.Keep();
        return wasKnown;
    }
}
