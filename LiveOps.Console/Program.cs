using LiveOps.Console;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(args, new ProgramUsage("the operators' web pages."), async call =>
{
    var builder = ServiceBuilder.Create(call.Settings);
    builder.AddServiceDefaults("console");
    builder.AddConsole();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapConsole();
    await app.RunAsync();
});
