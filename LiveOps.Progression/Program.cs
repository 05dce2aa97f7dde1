using LiveOps.Progression;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(async () =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("progression");
    builder.AddProgression();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapProgression();
    await app.RunAsync();
});
