using LiveOps.Progression;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Sql;

return await ServiceProgram.RunAsync(async () =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("progression");
    if (args.Contains("migrate"))
    {
        await builder.MigrateSqlAsync<ProgressContext>("progression");
        return;
    }

    builder.AddProgression();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapProgression();
    await app.RunAsync();
});
