using System.Diagnostics;

namespace LiveOps.Tests.Monitoring;

/// <summary>Debian's promtool (2.42). Its exit code is not enough: it is 0 for duplicates, and for files that it did not find.</summary>
internal static class Promtool
{
    /// <summary>Runs it to its end; answers its exit code and all that it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
