using System.Globalization;
using System.Net;
using LiveOps.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveOps.Bench.Servers;

/// <summary>
/// The other side of <see cref="ServerProcess"/>: one server in a process of its own. Prints its ports, then answers each line on standard input
/// with what it has used so far; ends with its input.
/// </summary>
internal static class ServeCommand
{
    /// <summary>What operators' calls of a part say.</summary>
    public const string OperatorToken = "operator-of-the-benchmark";

    private static readonly string[] ServiceNames = ["gateway", "leaderboard", "progression", "fairness", "console"];

    public static async Task RunAsync(string kind, string dataFolder)
    {
        if (kind == "embedded")
            await ServeEmbeddedAsync(dataFolder);
        else
            await ServeBaselineAsync(kind == "hmac");
    }

    private static async Task ServeEmbeddedAsync(string dataFolder)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["LIVEOPS_DATA"] = dataFolder,
                ["HMAC_SECRET"] = Load.PresignedRequests.Secret,
                ["OPERATOR_TOKEN"] = OperatorToken,
                ["WEBHOOK_PRIVATE_HOSTS"] = "127.0.0.1",
                ["LOG_LEVEL"] = "Warning",
                ["GATEWAY_PORT"] = "0",
                ["FAIRNESS_PORT"] = "0",
                ["LEADERBOARD_PORT"] = "0",
                ["PROGRESSION_PORT"] = "0",
                ["CONSOLE_PORT"] = "0",
            })
            .AddEnvironmentVariables("BENCH_") // settings of the server under test: BENCH_JOURNAL_FSYNC=0
            .Build();
        await using EmbeddedSystem system = await EmbeddedSystem.StartAsync(configuration, TimeProvider.System);
        System.Console.WriteLine(string.Join(' ', ServiceNames.Select(name => $"{name}={system.Address(name).Port}")));
        AnswerUntilClosed();
    }

    private static async Task ServeBaselineAsync(bool hmac)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using WebApplication app = builder.Build();
        BaselineServer.Map(app, hmac);
        await app.StartAsync();
        System.Console.WriteLine($"gateway={new Uri(app.Urls.First()).Port}");
        AnswerUntilClosed();
    }

    private static void AnswerUntilClosed()
    {
        while (System.Console.ReadLine() is not null)
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{self.TotalProcessorTime.Ticks} {GC.GetTotalAllocatedBytes(precise: true)} {self.WorkingSet64}"));
        }
    }
}
