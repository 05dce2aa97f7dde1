using System.Diagnostics;
using System.Globalization;

namespace LiveOps.Bench.Load;

/// <summary>Runs wrk (Debian's package), which costs the machine far less than a load generator of ours would.</summary>
internal static class Wrk
{
    /// <summary>Posts events as fast as answers come, for a time.</summary>
    /// <param name="port">Of a server on this machine.</param>
    /// <param name="requests">What to send; each once, if there are enough.</param>
    /// <param name="connections">Each has one request under way.</param>
    /// <param name="duration">How long.</param>
    public static WrkResult Post(int port, PresignedRequests requests, int connections, TimeSpan duration) =>
        Run("presigned.lua", port, "/v1/events", connections, duration, requests.Path, $"{requests.Length}");

    /// <summary>Gets one path as fast as answers come, for a time.</summary>
    public static WrkResult Get(int port, string path, int connections, TimeSpan duration) => Run(null, port, path, connections, duration);

    /// <summary>Gets what is around players drawn at random.</summary>
    public static WrkResult GetAround(int port, string window, int players, int connections, TimeSpan duration) =>
        Run("around.lua", port, "/", connections, duration, window + "/players/", $"{players}");

    /// <summary>Asks for sets of players drawn at random, ranked among themselves and on the board.</summary>
    public static WrkResult PostSet(int port, string window, int players, int count, int connections, TimeSpan duration) =>
        Run("set.lua", port, "/", connections, duration, window + "/players", $"{players}", $"{count}");

    private static WrkResult Run(string? script, int port, string path, int connections, TimeSpan duration, params string[] arguments)
    {
        string file = Path.Combine(Path.GetTempPath(), $"liveops-{Guid.NewGuid():n}.lua");
        File.WriteAllText(file, (script is null ? "" : Resource(script)) + Resource("done.lua"));
        try
        {
            var start = new ProcessStartInfo(
                "wrk", ["-t1", $"-c{connections}", $"-d{Math.Max(1, (int)duration.TotalSeconds)}s", "-s", file, $"http://127.0.0.1:{port}{path}", "--", .. arguments])
            {
                RedirectStandardOutput = true,
            };
            using Process wrk = Start(start);
            string output = wrk.StandardOutput.ReadToEnd();
            wrk.WaitForExit();
            string[] result = (output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException("wrk gave no result:\n" + output)).Split(' ');
            long[] n = [.. result.Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
            var seen = new WrkResult(n[0], TimeSpan.FromMicroseconds(n[1]), n[4], n[5], TimeSpan.FromMicroseconds(n[6]));
            return n[2] + n[3] == 0 ? seen : throw new InvalidOperationException($"{path}: {n[2]} answers were not 2xx, {n[3]} failed");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("wrk is not installed: apt-get install wrk");
        }
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Wrk).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

/// <summary>What wrk saw. Latencies in microseconds; closed loop, so they leave out what waits to be sent.</summary>
internal sealed record WrkResult(long Requests, TimeSpan Duration, long P50, long P99, TimeSpan Cpu)
{
    public double PerSecond => Requests / Duration.TotalSeconds;
}
