using System.Diagnostics;
using System.Globalization;
using LiveOps.Bench.Load;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Sending;

/// <summary>Runs a <see cref="Sender"/> in a process of its own, so that what it costs can be told from all else.</summary>
internal static class SenderProcess
{
    /// <summary>Sends all requests of a file.</summary>
    /// <param name="port">Of a server on this machine.</param>
    /// <param name="requests">Each is sent once.</param>
    /// <param name="connections">Over so many connections.</param>
    /// <param name="perSecond">Requests a second, or 0: as fast as answers come.</param>
    public static SendResult Send(int port, PresignedRequests requests, int connections, double perSecond = 0)
    {
        ProcessStartInfo start = OwnProcess.StartInfo(
            "send",
            "--port", $"{port}",
            "--file", requests.Path,
            "--length", $"{requests.Length}",
            "--count", $"{requests.Count}",
            "--connections", $"{connections}",
            "--rate", perSecond.ToString("R", CultureInfo.InvariantCulture));
        start.RedirectStandardOutput = true;
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1"; // answers are read where they are polled for: no thread is woken
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("the load generator failed");
        SendResult result = SendResult.Parse(output.Trim());
        return result.Refused == 0 ? result : throw new InvalidOperationException($"{result.Refused} of {result.Requests} requests were refused, the last with {result.LastRefusal}");
    }
}
