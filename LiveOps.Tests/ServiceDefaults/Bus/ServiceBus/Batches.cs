using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>Batches of events for tests.</summary>
public static class Batches
{
    public const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    public static BusMessage Of(params string[] ids) => Of(ids, origin: []);

    public static BusMessage Of(IReadOnlyList<string> ids, byte[] origin)
    {
        var builder = new EventBatchBuilder();
        foreach (string id in ids)
            builder.Append(new GameEvent { Type = EventType.XpGained, Id = Encoding.UTF8.GetBytes(id), PlayerId = "player"u8, OccurredAt = 1, Value = 10 });
        return new BusMessage(BusMessageKind.Events, builder.Seal(1_000, Encoding.ASCII.GetBytes(Trace), origin).Bytes);
    }

    public static BusMessage Erased(string player) => new(BusMessageKind.PlayerErased, Encoding.UTF8.GetBytes(player));
}
