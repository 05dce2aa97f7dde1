using LiveOps.Leaderboard;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(async () =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("leaderboard");
    if (args.Contains("migrate"))
    {
        await builder.MigrateLeaderboardAsync();
        return;
    }

    builder.AddLeaderboard();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapLeaderboard();
    await app.RunAsync();
});
