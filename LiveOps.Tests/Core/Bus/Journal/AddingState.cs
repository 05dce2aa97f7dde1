using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>A state that adds up the values of events it has not seen, and fails at those of a player while told to.</summary>
internal sealed class AddingState(string name) : IJournaledState
{
    private readonly HashSet<UInt128> _seen = [];
    private long _sum;

    public string Name => name;

    public long Sum => Volatile.Read(ref _sum);

    /// <summary>The player whose events cannot be applied.</summary>
    public string? Poison { get; set; }

    /// <summary>Applies nothing until it is set.</summary>
    public ManualResetEventSlim Going { get; } = new(initialState: true);

    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        Going.Wait();
        foreach (BusMessage message in messages)
        {
            if (!EventBatch.TryRead(message.Payload, out EventBatch batch))
                throw new InvalidDataException("no batch");
            foreach (GameEvent e in batch)
            {
                if (Poison == Encoding.UTF8.GetString(e.PlayerId))
                    throw new InvalidOperationException($"{Poison} is\npoison");
                if (_seen.Add(IdHash.Of(e.Id)))
                    Volatile.Write(ref _sum, _sum + e.Value);
            }
        }
    }

    public object? Execute(ReadOnlySpan<byte> command) => Sum;

    public void Save(Stream snapshot)
    {
        using var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true);
        writer.Write(_sum);
        writer.Write(_seen.Count);
        foreach (UInt128 id in _seen)
        {
            writer.Write((ulong)(id >> 64));
            writer.Write((ulong)id);
        }
    }

    public void Load(Stream snapshot)
    {
        using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
        _sum = reader.ReadInt64();
        _seen.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--)
            _seen.Add(new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));
    }
}
