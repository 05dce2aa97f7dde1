namespace LiveOps.Bench.Load;

/// <summary>
/// Whole HTTP requests, signed before the load begins, all of one length, in a file in memory where the machine has such. No two have the
/// same event or <c>webhook-id</c>.
/// </summary>
internal sealed class PresignedRequests : IDisposable
{
    public const string Secret = "the secret of the benchmark, 32 bytes or more";

    // A file on the disk would be written back beside the journal's fsyncs.
    private const string MemoryFolder = "/dev/shm";

    private PresignedRequests(string path, string run, int length, int count, int eventsPerRequest, EventMix mix)
    {
        Path = path;
        Run = run;
        Length = length;
        Count = count;
        EventsPerRequest = eventsPerRequest;
        Mix = mix;
    }

    public string Path { get; }

    /// <summary>Tells one run's ids from another's.</summary>
    public string Run { get; }

    /// <summary>Bytes of each request.</summary>
    public int Length { get; }

    public int Count { get; }

    public int EventsPerRequest { get; }

    public EventMix Mix { get; }

    /// <summary>Makes them.</summary>
    /// <param name="run">Tells one run's ids from another's: a few characters.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="eventsPerRequest">1 for single events, else batches.</param>
    /// <param name="mix">Which events.</param>
    public static PresignedRequests Make(string run, int count, int eventsPerRequest, EventMix mix)
    {
        string folder = Directory.Exists(MemoryFolder) ? MemoryFolder : System.IO.Path.GetTempPath();
        string path = System.IO.Path.Combine(folder, $"liveops-bench-{Guid.NewGuid():n}");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        (byte[] head, ReadOnlyMemory<byte> body) = new RequestWriter(run, eventsPerRequest, mix, now).Write(0);
        int length = head.Length + body.Length;
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            // One range of requests for each processor.
            int parts = Math.Min(Environment.ProcessorCount, count);
            Parallel.For(0, parts, part =>
            {
                var writer = new RequestWriter(run, eventsPerRequest, mix, now);
                for (int i = (int)((long)count * part / parts); i < (long)count * (part + 1) / parts; i++)
                {
                    (byte[] head, ReadOnlyMemory<byte> body) = writer.Write(i);
                    if (head.Length + body.Length != length)
                        throw new InvalidOperationException("the requests are not of one length");
                    RandomAccess.Write(file, [head, body], (long)i * length);
                }
            });
        }

        return new PresignedRequests(path, run, length, count, eventsPerRequest, mix);
    }

    public void Dispose() => File.Delete(Path);
}
