using LiveOps.Gateway;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(async () =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("gateway");
    builder.AddGateway();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapGateway();
    await app.RunAsync();
});
