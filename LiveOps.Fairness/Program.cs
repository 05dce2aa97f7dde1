using LiveOps.Fairness;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(args, new ProgramUsage("judges events and players."), async call =>
{
    var builder = ServiceBuilder.Create(call.Settings);
    builder.AddServiceDefaults("fairness");
    builder.RequireBus();
    builder.AddFairness();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapFairness();
    await app.RunAsync();
});
