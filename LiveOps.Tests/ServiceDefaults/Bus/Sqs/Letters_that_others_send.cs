using LiveOps.ServiceDefaults.Bus.Sqs;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>What a queue of dead letters grew by, less what this replica has sent there.</summary>
public sealed class Letters_that_others_send
{
    private readonly LetterGrowth _letters = new();

    [Fact]
    public void What_was_there_before_and_a_replicas_own_do_not_count()
    {
        Assert.Equal(0, _letters.Of(there: 7, own: 0));
        Assert.Equal(0, _letters.Of(there: 9, own: 2));
        Assert.Equal(0, _letters.Of(there: 9, own: 2));
    }

    [Fact]
    public void What_redrive_moved_counts_once_and_what_was_replayed_takes_nothing_away()
    {
        Assert.Equal(0, _letters.Of(there: 0, own: 0));
        Assert.Equal(3, _letters.Of(there: 4, own: 1));
        Assert.Equal(0, _letters.Of(there: 1, own: 1));
        Assert.Equal(2, _letters.Of(there: 3, own: 1));
    }

    [Fact]
    public void A_number_that_is_told_late_makes_no_letter_anothers()
    {
        Assert.Equal(0, _letters.Of(there: 0, own: 0));
        Assert.Equal(0, _letters.Of(there: 0, own: 2));
        Assert.Equal(1, _letters.Of(there: 3, own: 2));
    }
}
