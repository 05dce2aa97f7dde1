using System.Buffers;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;

namespace LiveOps.Gateway.Ingest;

/// <summary>The memory one request works in; lent from a pool and never returned while any of it is in use.</summary>
internal sealed class IngestScratch
{
    private const int KeepBytes = 2 << 20;

    private readonly int[] _buckets = new int[2 * 1024];

    /// <summary>The inflated body.</summary>
    public ArrayBufferWriter<byte> Inflated { get; private set; } = new();

    /// <summary>The gateway's own bytes in the batch: the idempotency key, and the answer.</summary>
    public ArrayBufferWriter<byte> Origin { get; } = new();

    /// <summary>What was read; also gathers every rejection.</summary>
    public EventIntake Read { get; } = new();

    /// <summary>What is left of it without duplicates.</summary>
    public EventIntake Fresh { get; } = new();

    /// <summary>What is left of that after the verdicts.</summary>
    public EventIntake Accepted { get; } = new();

    /// <summary>The rate of the player whose key signed; null for a key of the game.</summary>
    public PlayerRates.Arrival? Rate { get; set; }

    public Verdict[] Verdicts { get; } = new Verdict[EventBatch.MaxEvents];

    public UInt128[] Ids { get; } = new UInt128[EventBatch.MaxEvents];

    public bool[] Drop { get; } = new bool[EventBatch.MaxEvents];

    /// <summary>For an event that repeats one of this request, the place of that one and 1; else 0.</summary>
    public int[] RepeatOf { get; } = new int[EventBatch.MaxEvents];

    /// <summary>Marks the ids that stand in the list before; how many.</summary>
    public int MarkRepeats(int count)
    {
        int size = 16;
        while (size < 2 * count)
            size *= 2;
        Span<int> buckets = _buckets.AsSpan(0, Math.Min(size, _buckets.Length));
        buckets.Clear(); // holds index + 1
        int repeats = 0;
        for (int i = 0; i < count; i++)
        {
            RepeatOf[i] = 0;
            int at = (int)(ulong)Ids[i] & (buckets.Length - 1);
            while (buckets[at] != 0 && Ids[buckets[at] - 1] != Ids[i])
                at = (at + 1) & (buckets.Length - 1);
            if (buckets[at] == 0)
            {
                buckets[at] = i + 1;
            }
            else if (!Drop[i])
            {
                Drop[i] = true;
                RepeatOf[i] = buckets[at];
                repeats++;
            }
        }

        return repeats;
    }

    /// <summary>Lets go of room that an unusually large request took.</summary>
    public void Trim()
    {
        if (Inflated.Capacity > KeepBytes)
            Inflated = new ArrayBufferWriter<byte>();
    }
}
