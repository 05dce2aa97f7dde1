using System.Runtime.CompilerServices;

namespace LiveOps.Tests.Harness;

/// <summary>What keeps a slow or busy machine from failing tests that are not about time.</summary>
internal static class SlowMachine
{
    private const string Longest = "60000";

    /// <summary>Time-outs of services that nothing in the test is meant to reach: the longest that may be set.</summary>
    public static readonly (string Name, string Value)[] Settings =
    [
        ("REDIS_CONNECT_TIMEOUT_MS", Longest), ("REDIS_TIMEOUT_MS", Longest), ("FAIRNESS_TIMEOUT_MS", Longest), ("SUMMARY_TIMEOUT_MS", Longest), ("EXPORT_TIMEOUT_MS", Longest),
    ];

    /// <summary>The same, as a configuration takes them.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Configuration => Settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value));

    // Processes that tests start live for seconds: what they compile once more, because it was called thirty times, is never worth it (20 s, in hexadecimal). This process has read it already, and goes on as it is.
    [ModuleInitializer]
    internal static void HaveOthersCompileOnce() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "4E20");

    // Some tests block threads of the pool. Left alone it has as many as there are processors, and adds one or two a second: answers would wait for that.
    [ModuleInitializer]
    internal static void HaveThreads() => ThreadPool.SetMinThreads(64, 64);
}
