using System.Diagnostics;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Publishing;

/// <summary>The AppHost's program, as it was built with these tests.</summary>
internal static class AppHostProgram
{
    private static string Path { get; } = System.IO.Path.Combine(
        Repository.Root, "LiveOps.AppHost", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "LiveOps.AppHost.dll");

    /// <summary>Publishes to a folder; answers the exit code and what was said.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="home">Whose home it runs in: what earlier runs have left there is its own.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> PublishAsync(string folder, string home, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path, "--operation", "publish", "--step", "publish", "--output-path", folder])
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = home, ["DOTNET_CLI_HOME"] = home },
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience.Whole);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }
}
