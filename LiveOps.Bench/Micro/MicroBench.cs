using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LiveOps.Bench.Reporting;

namespace LiveOps.Bench.Micro;

/// <summary>Single steps of an event's way, by BenchmarkDotNet, with what each allocates.</summary>
internal static class MicroBench
{
    private static readonly Type[] Steps = [typeof(SigningSteps), typeof(ParsingSteps), typeof(IdSteps), typeof(ServiceSteps), typeof(RankingSteps), typeof(JournalSteps)];

    public static Section Run(BenchOptions options)
    {
        var section = new Section("micro", "Single steps, by BenchmarkDotNet");
        var table = new Table("step", "ns", "allocated B");
        foreach (Type steps in Steps)
        {
            section.Progress(steps.Name);
            Summary summary = BenchmarkRunner.Run(steps, Config(options));
            if (summary.HasCriticalValidationErrors)
                throw new InvalidOperationException(string.Join('\n', summary.ValidationErrors.Select(error => error.Message)));
            foreach (BenchmarkReport report in summary.Reports)
            {
                string name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
                if (report.ResultStatistics is not { } statistics)
                    throw new InvalidOperationException($"{name} gave no result");
                table.Add(
                    name,
                    section.Figure(name, statistics.OriginalValues).ToText("N1"),
                    (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0).ToString("N0", CultureInfo.InvariantCulture));
            }
        }

        section.Say($"BenchmarkDotNet {typeof(BenchmarkRunner).Assembly.GetName().Version!.ToString(3)}, in process, one thread, nanoseconds each: the median of {Iterations(options)} iterations with the least and the most. What stands in a loop there is divided by its length. Tables are larger than the caches on purpose: a step that waits for memory shows it.");
        section.Add(table);
        return section;
    }

    private static int Iterations(BenchOptions options) => Math.Max(3, options.Rounds);

    private static ManualConfig Config(BenchOptions options) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(options.Quick ? 1 : 10) // tiered compilation needs about a second
            .WithIterationCount(Iterations(options))
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(options.Quick ? 50 : 100)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Path.Combine(Results.DefaultFolder, "micro"))
        .WithOptions(ConfigOptions.DisableLogFile);
}
