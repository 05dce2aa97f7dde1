using LiveOps.Progression;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Sql;

const string Migrate = "migrate";
var usage = new ProgramUsage("turns events into progress and rewards.", new ProgramCommand(Migrate, "brings the database to the schema that this version needs, and ends"), NightlyJob.Command);
return await ServiceProgram.RunAsync(args, usage, async call =>
{
    var builder = ServiceBuilder.Create(call.Settings);
    builder.AddServiceDefaults("progression");
    if (call.Command == Migrate)
    {
        await builder.MigrateSqlAsync<ProgressContext>("progression");
        return;
    }

    if (call.Command == NightlyJob.Command.Name)
    {
        await builder.RunProgressionNightlyAsync(call.Operand);
        return;
    }

    builder.RequireBus();
    builder.AddProgression();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapProgression();
    await app.RunAsync();
});
