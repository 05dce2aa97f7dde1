using LiveOps.Leaderboard;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;

const string Migrate = "migrate";
var usage = new ProgramUsage("boards, windows, ranks and their history.", new ProgramCommand(Migrate, "brings the database to the schema that this version needs, and ends"));
return await ServiceProgram.RunAsync(args, usage, async call =>
{
    var builder = ServiceBuilder.Create(call.Settings);
    builder.AddServiceDefaults("leaderboard");
    if (call.Command == Migrate)
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
