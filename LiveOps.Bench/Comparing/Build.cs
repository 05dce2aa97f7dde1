using System.Diagnostics;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Comparing;

/// <summary>A build of this program: this one, or one of another commit in a folder.</summary>
internal sealed class Build
{
    private readonly string? _program;

    private Build(string name, string? program)
    {
        Name = name;
        _program = program;
    }

    /// <summary>The build that runs.</summary>
    public static Build Own { get; } = new("this build", program: null);

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    /// <summary>The build in a folder: the one that holds <c>LiveOps.Bench.dll</c>, or the root of a clone that was built for release.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Build In(string folder)
    {
        string[] places = [folder, Path.Combine(folder, "LiveOps.Bench", "bin", "Release", "net10.0")];
        string program = places.Select(place => Path.GetFullPath(Path.Combine(place, "LiveOps.Bench.dll"))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{folder} holds no LiveOps.Bench.dll: build it there first (dotnet build -c Release LiveOps.Bench).");
        return new Build("the other build", program);
    }

    // A round of two seconds after one to warm up is still half the compiler's (1.4 of 3.5 s of CPU, measured), which tells builds apart by how much code they have.
    private const int Warm = 1;

    /// <summary>Runs a part for one round in a process of its own, after others that only warm it up.</summary>
    /// <param name="part">The part's command.</param>
    /// <param name="options">Lengths and connections.</param>
    /// <returns>Its figures by name.</returns>
    /// <exception cref="InvalidOperationException">It failed, also when it was tried again.</exception>
    public IReadOnlyDictionary<string, double> RunOnce(string part, BenchOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("liveops-compare-").FullName;
        try
        {
            for (int tries = 0; tries < 2; tries++) // what fails once under load is most often the machine's
            {
                if (TryRun(part, options, folder) && new Results(folder).Load(part) is { } section)
                    return section.Figures.ToDictionary(figure => figure.Key, figure => figure.Value[^1]);
            }

            throw new InvalidOperationException($"{part} of {Name} failed.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool TryRun(string part, BenchOptions options, string results)
    {
        string[] arguments =
        [
            part, "--rounds", $"{Warm + 1}", "--seconds", $"{(int)options.Duration.TotalSeconds}", "--connections", $"{options.Connections}", "--results", results,
            .. options.Quick ? ["--quick"] : Array.Empty<string>(),
            .. ChoosesDatabase(part) ? ["--database", options.Database] : Array.Empty<string>(),
        ];
        return Run(arguments).ExitCode == 0;
    }

    /// <summary>Builds of before there was a choice run on PostgreSQL and refuse to be asked.</summary>
    private bool ChoosesDatabase(string part) => Run([part, "--help"]).Output.Contains("--database", StringComparison.Ordinal);

    private (int ExitCode, string Output) Run(string[] arguments)
    {
        ProcessStartInfo start = _program is null ? OwnProcess.StartInfo(arguments) : new ProcessStartInfo("dotnet", [_program, .. arguments]);
        start.RedirectStandardOutput = true; // the part's own tables: one round of them says little
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
