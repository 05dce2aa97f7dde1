namespace LiveOps.Bench.Sending;

/// <summary>What a <see cref="Sender"/> sends.</summary>
/// <param name="Port">Of a server on this machine.</param>
/// <param name="Path">The file of requests.</param>
/// <param name="Length">Bytes of each.</param>
/// <param name="Count">How many.</param>
/// <param name="Connections">Over so many connections.</param>
/// <param name="PerSecond">Requests a second, whether answers come or not; 0 sends as fast as they come.</param>
internal sealed record SendOptions(int Port, string Path, int Length, int Count, int Connections, double PerSecond);
