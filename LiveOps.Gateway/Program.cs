using LiveOps.Gateway;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Sql;

const string Migrate = "migrate";
var usage = new ProgramUsage("the one door for events, in and out.", new ProgramCommand(Migrate, "brings the database to the schema that this version needs, and ends"));
return await ServiceProgram.RunAsync(args, usage, async call =>
{
    var builder = ServiceBuilder.Create(call.Settings);
    builder.AddServiceDefaults("gateway");
    if (call.Command == Migrate)
    {
        await builder.MigrateSqlAsync<GatewayContext>("gateway");
        return;
    }

    builder.RequireBus();
    builder.AddGateway();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapGateway();
    await app.RunAsync();
});
