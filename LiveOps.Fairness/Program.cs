using LiveOps.Fairness;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(async () =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("fairness");
    builder.AddFairness();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapFairness();
    await app.RunAsync();
});
