using System.Globalization;
using System.Text;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Micro;

/// <summary>What the steps work on: the same requests that the load generator sends.</summary>
internal static class Samples
{
    public const int BatchSize = EndToEndBench.Batch;

    /// <summary>The body of a request.</summary>
    public static byte[] Body(int events) => new RequestWriter("mic0", events, EndToEndBench.Mix, TimeProvider.System.GetUtcNow()).Write(0).Body.ToArray();

    /// <summary>Batches of new events, one after the other.</summary>
    public static EventBatch[] Batches(int count, EventMix mix)
    {
        var writer = new RequestWriter("mic1", BatchSize, mix, TimeProvider.System.GetUtcNow());
        var intake = new EventIntake();
        long at = TimeProvider.System.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks;
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                EventReader.Read(writer.Write(i).Body.Span, intake, out _);
                return EventBatch.Trusted(intake.Events.Seal(at + (long)i * BatchSize).Bytes.ToArray());
            }),
        ];
    }

    /// <summary>Ids, each once, in random order.</summary>
    public static byte[][] Ids(int count)
    {
        byte[][] ids = [.. Enumerable.Range(0, count).Select(n => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"p-{n:D8}")))];
        new Random(1).Shuffle(ids);
        return ids;
    }
}
