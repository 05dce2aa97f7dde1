// The whole of LiveOps as it runs on a developer's machine.
var builder = DistributedApplication.CreateBuilder(args);

builder.AddProject<Projects.LiveOps_Embedded>("liveops", launchProfileName: null)
    .WithHttpEndpoint(8080, name: "gateway", isProxied: false)
    .WithHttpEndpoint(8081, name: "fairness", isProxied: false)
    .WithHttpEndpoint(8082, name: "leaderboard", isProxied: false)
    .WithHttpEndpoint(8083, name: "progression", isProxied: false);

builder.Build().Run();
