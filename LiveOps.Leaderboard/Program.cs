using LiveOps.Leaderboard;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Hosting;

const string Migrate = "migrate";
var usage = new ProgramUsage("boards, windows, ranks and their history.", new ProgramCommand(Migrate, "brings the database to the schema that this version needs, and ends"), NightlyJob.Command);
return await ServiceProgram.RunAsync(args, usage, async call =>
{
    var builder = ServiceBuilder.Create(call.Settings);
    builder.AddServiceDefaults("leaderboard");
    if (call.Command == Migrate)
    {
        await builder.MigrateLeaderboardAsync();
        return;
    }

    if (call.Command == NightlyJob.Command.Name)
    {
        await builder.RunLeaderboardNightlyAsync(call.Operand);
        return;
    }

    builder.RequireBus();
    builder.AddLeaderboard();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapLeaderboard();
    await app.RunAsync();
});
