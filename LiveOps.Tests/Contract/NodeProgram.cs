using System.Diagnostics;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Contract;

/// <summary>Programs of npm that the tests use, in the versions of <c>LiveOps.Tests/Contract/typescript/package-lock.json</c>.</summary>
internal static class NodeProgram
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "LiveOps.Tests", "Contract", "typescript");

    /// <summary>Runs one to its end; answers its exit code and what it said.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="script">Which, in <see cref="Folder"/>.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string script, Dictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        string program = Path.Combine(Folder, script);
        Assert.True(File.Exists(program), $"{program} is not there: ./test installs programs of npm, or npm ci in {Folder}.");
        var start = new ProcessStartInfo("node", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true", ["NO_COLOR"] = "1" },
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
