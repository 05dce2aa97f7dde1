using System.Diagnostics;
using System.Globalization;

namespace LiveOps.Bench.Load;

/// <summary>Runs wrk (Debian's package), which costs the machine far less than a load generator of ours would.</summary>
internal static class Wrk
{
    /// <summary>Sends requests as fast as answers come, for a time.</summary>
    /// <param name="port">Of a server on this machine.</param>
    /// <param name="requests">What to send.</param>
    /// <param name="connections">Each has one request under way.</param>
    /// <param name="duration">How long.</param>
    public static WrkResult Run(int port, PresignedRequests requests, int connections, TimeSpan duration)
    {
        string script = Path.Combine(Path.GetTempPath(), "liveops-presigned.lua");
        using (Stream from = typeof(Wrk).Assembly.GetManifestResourceStream("presigned.lua")!, to = File.Create(script))
            from.CopyTo(to);
        var start = new ProcessStartInfo(
            "wrk",
            ["-t1", $"-c{connections}", $"-d{(int)duration.TotalSeconds}s", "-s", script, $"http://127.0.0.1:{port}/v1/events", "--", requests.Path, $"{requests.Length}"])
        {
            RedirectStandardOutput = true,
        };
        Process wrk;
        try
        {
            wrk = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("wrk is not installed: apt-get install wrk");
        }

        using (wrk)
        {
            string output = wrk.StandardOutput.ReadToEnd();
            wrk.WaitForExit();
            string[] result = (output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException("wrk gave no result:\n" + output)).Split(' ');
            long[] n = [.. result.Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
            return new WrkResult(n[0], TimeSpan.FromMicroseconds(n[1]), n[2], n[3], n[4], n[5], n[6], TimeSpan.FromMicroseconds(n[7]));
        }
    }
}

/// <summary>What wrk saw. Latencies in microseconds; closed loop, so they leave out what waits to be sent. The processor time holds the reading of the file.</summary>
internal sealed record WrkResult(long Requests, TimeSpan Duration, long BadStatus, long Errors, long P50, long P99, long P999, TimeSpan Cpu)
{
    public double PerSecond => Requests / Duration.TotalSeconds;
}
