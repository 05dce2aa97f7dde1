using BenchmarkDotNet.Attributes;
using LiveOps.Bench.EndToEnd;
using LiveOps.Core.Bus.Journal;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Micro;

/// <summary>What an append costs before the disk.</summary>
public class JournalSteps
{
    private readonly byte[] _record = new byte[1 << 20];
    private readonly EventBatchBuilder _builder = new();
    private EventBatch _batch;

    [GlobalSetup]
    public void SetUp() => _batch = Samples.Batches(1, EndToEndBench.Mix)[0];

    [Benchmark(Description = "an event copied into a batch", OperationsPerInvoke = Samples.BatchSize)]
    public int Encode()
    {
        _builder.Clear();
        foreach (GameEvent e in _batch)
            _builder.Append(e);
        return _builder.Seal(1).Bytes.Length;
    }

    [Benchmark(Description = "an event of a batch of 100 framed as a journal record, CRC-32C", OperationsPerInvoke = Samples.BatchSize)]
    public int Frame()
    {
        ReadOnlySpan<byte> payload = _batch.Bytes.Span;
        RecordFormat.WriteHeader(_record, payload.Length, 0, RecordFormat.PayloadCrc(~0u, payload));
        payload.CopyTo(_record.AsSpan(RecordFormat.HeaderLength));
        return payload.Length;
    }
}
