namespace LiveOps.Tests.AppHost.Recorded;

public class The_whole_system
{
    [Fact(Skip = "This build has no Aspire: the model is recorded, not run. Build with UseAspire=true on a machine with Docker.")]
    public void Takes_events_and_shows_their_effect()
    {
    }
}
