namespace LiveOps.Tests.House.Rooms;

/// <summary>
/// Rooms of a project know each other in one direction only, whoever opens one need not open all. A folder and its child folder are two rooms like any
/// others: either may know the other, not both.
/// </summary>
public sealed class No_circles_between_rooms
{
    public static TheoryData<string> Projects =>
        ["LiveOps.Client", "LiveOps.Cli", "LiveOps.Core", "LiveOps.Tables", "LiveOps.ServiceDefaults", "LiveOps.Gateway", "LiveOps.Fairness", "LiveOps.Progression", "LiveOps.Leaderboard", "LiveOps.Console", "LiveOps.Embedded", "LiveOps.AppHost", "LiveOps.LocalServers", "LiveOps.Bench", "LiveOps.Dashboards"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_of_a_project_know_each_other_in_no_circle(string project)
    {
        RoomGraph rooms = CompiledProject.Rooms(project);

        Assert.NotEmpty(rooms.Rooms);
        Assert.True(rooms.ShortestCircle() is [], "A circle: " + string.Join(", ", rooms.ShortestCircle()));
    }
}
