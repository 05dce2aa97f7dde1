using System.Diagnostics;
using System.Globalization;

namespace LiveOps.Bench.Sending;

/// <summary>What became of a load.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Accepted">Events accepted, as the answers say.</param>
/// <param name="Refused">Requests not answered with 202.</param>
/// <param name="Start">Before the first was sent: a <see cref="Stopwatch"/> timestamp, which on one machine all processes share.</param>
/// <param name="End">When the last answer came.</param>
/// <param name="Cpu">Processor time of the sending process.</param>
/// <param name="Latencies">From when each was meant to be sent to its answer.</param>
/// <param name="LastRefusal">Status of the last request refused; 0: none was.</param>
internal sealed record SendResult(long Requests, long Accepted, long Refused, long Start, long End, TimeSpan Cpu, LatencyHistogram Latencies, int LastRefusal)
{
    public TimeSpan Duration => Stopwatch.GetElapsedTime(Start, End);

    /// <summary>How much of one core the sender took.</summary>
    public double Cores => Cpu / Duration;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Requests} {Accepted} {Refused} {Start} {End} {Cpu.Ticks} {LastRefusal} {Latencies}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SendResult Parse(string line)
    {
        string[] parts = line.Split(' ');
        long[] n = [.. parts.Take(7).Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        return new SendResult(n[0], n[1], n[2], n[3], n[4], new TimeSpan(n[5]), LatencyHistogram.Parse(parts[7]), (int)n[6]);
    }
}
