using System.Diagnostics;
using System.Text.Json.Nodes;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Telling;

/// <summary>Alertmanager's configuration, in <c>deploy/monitoring/alertmanager</c>.</summary>
internal static class AlertmanagerFile
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "monitoring", "alertmanager");

    public static string File => Path.Combine(Folder, "alertmanager.yml");

    public static JsonObject Read() => Assert.Single(YamlTree.ParseAll(System.IO.File.ReadAllText(File)));

    /// <summary>Runs Debian's amtool; skips the test where it is not installed.</summary>
    public static async Task<(int ExitCode, string Output)> AmtoolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(ServerProgram.Find("amtool", "prometheus-alertmanager"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
