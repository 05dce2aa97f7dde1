using System.Globalization;

namespace LiveOps.Bench.Servers;

/// <summary>
/// Processor time of a process by what its threads do, from <c>/proc/PID/task/TID/schedstat</c> (nanoseconds on a core, nanoseconds waiting
/// for one) and the threads' names. Empty where there is no such thing.
/// </summary>
internal static class ThreadTimes
{
    // The kernel keeps 15 characters of a name.
    private static readonly (string Start, string Part)[] Parts =
    [
        ("journal", "journal: write and fsync"),
        ("consume gateway", "consumer: gateway's memory of ids"),
        ("consume progres", "consumer: progression"),
        ("consume leaderb", "consumer: leaderboard"),
        ("consume fairnes", "consumer: fairness"),
        (".NET TP Worker", "gateway: requests"),
        (".NET Sockets", "gateway: waiting for sockets"),
    ];

    private const string Rest = "runtime: garbage collection, compiling";

    /// <summary>The parts, in the order they are shown.</summary>
    public static IEnumerable<string> Names => Parts.Select(part => part.Part).OrderByDescending(name => name.StartsWith("gateway", StringComparison.Ordinal)).Append(Rest);

    /// <summary>Time on a core of each part so far.</summary>
    public static Dictionary<string, TimeSpan> Of(int process)
    {
        var times = Names.ToDictionary(name => name, _ => TimeSpan.Zero);
        foreach (string task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                string name = File.ReadAllText(task + "/comm").Trim();
                long nanoseconds = long.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
                string part = Parts.FirstOrDefault(part => name.StartsWith(part.Start, StringComparison.Ordinal)).Part ?? Rest;
                times[part] += TimeSpan.FromMicroseconds(nanoseconds / 1000.0);
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }

        return times;
    }
}
