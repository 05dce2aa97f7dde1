using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Rewards;
using LiveOps.Core.Verdicts;

namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>Which messages a consumer of a cluster can be given, whatever bus they came on: others are set aside unread.</summary>
internal static class KnownMessages
{
    /// <summary>Whether this version knows the message's kind, and its payload is one.</summary>
    public static bool Contains(in BusMessage message)
    {
        ReadOnlyMemory<byte> payload = message.Payload;
        return message.Kind switch
        {
            BusMessageKind.Events => EventBatch.TryRead(payload, out _),
            BusMessageKind.PlayerErased => IdRule.WasValid(payload.Span),
            BusMessageKind.BoardOrders => BoardOrders.TryRead(payload.Span, out _),
            BusMessageKind.PlayerBlock => PlayerBlock.TryRead(payload.Span, out _),
            BusMessageKind.LiveEvents => EventMultipliers.TryRead(payload.Span, out _),
            BusMessageKind.Rewards => RankRewards.TryRead(payload.Span, out _),
            _ => false,
        };
    }
}
