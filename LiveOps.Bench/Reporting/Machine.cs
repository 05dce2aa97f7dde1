using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LiveOps.Bench.Reporting;

/// <summary>Where it was measured, and with which versions.</summary>
internal static class Machine
{
    /// <summary>Name and value of each thing worth telling; what cannot be found out is left out.</summary>
    public static IEnumerable<(string Name, string Value)> Describe()
    {
        (string Name, string? Value)[] all =
        [
            ("processor", Line("/proc/cpuinfo", "model name") is { } model ? $"{model}, {Environment.ProcessorCount} cores" : $"{Environment.ProcessorCount} cores"),
            ("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB"),
            ("system", $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}"),
            ("disk of the data folder", Disk()),
            (".NET", RuntimeInformation.FrameworkDescription),
            ("commit", Commit()),
            ("wrk", Output("wrk", "-v")?.Split('[')[0]),
            ("Redis", Output("redis-server", "--version")?.Split(" sha")[0]),
            ("PostgreSQL", Output("psql", "--version")),
        ];
        return all.Where(one => one.Value is { Length: > 0 }).Select(one => (one.Name, one.Value!.Trim()));
    }

    // What the report itself is about to write is no change of what was measured.
    private static string? Commit() => Output("git", "describe", "--always")
        + (Output("git", "status", "--porcelain", "--", ".", ":(exclude)docs/performance.md", ":(exclude)docs/performance") is { Length: > 0 } ? ", with changes" : "");

    private static string? Disk() => Output("df", "--output=source,fstype", Path.GetTempPath())?.Split('\n')[^1];

    private static string? Line(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOfAny([':', '=']) + 1)..].Trim()
            : null;

    private static string? Output(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Results.Root })!;
            string output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return output;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
