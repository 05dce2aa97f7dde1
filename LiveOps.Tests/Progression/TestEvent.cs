using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.Tests.Progression;

/// <summary>An event with texts, for tests. Ids are given in order when none is named.</summary>
internal sealed record TestEvent(EventType Type, string Player, string Subject, long Value)
{
    private static long _next;

    /// <summary>Ticks since 1970 of 2026-11-20T12:00:00Z, when the events of a batch are accepted unless told otherwise.</summary>
    public static readonly long Start = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;

    public string Id { get; init; } = "e" + Interlocked.Increment(ref _next);

    public static TestEvent Xp(string player, long amount) => new(EventType.XpGained, player, "", amount);

    public static TestEvent Kill(string player, string boss) => new(EventType.BossKilled, player, boss, 1);

    public static TestEvent Item(string player, string item, long quantity) => new(EventType.ItemAcquired, player, item, quantity);

    public static TestEvent Score(string player, string board, long score) => new(EventType.ScoreSubmitted, player, board, score);

    public static TestEvent Count(string player, string counter, long amount) => new(EventType.CounterAdded, player, counter, amount);

    public static BusMessage Batch(params IReadOnlyCollection<TestEvent> events) => Batch(Start, events);

    /// <param name="acceptedAt">Ticks since 1970 of the first event.</param>
    /// <param name="events">In order.</param>
    public static BusMessage Batch(long acceptedAt, params IReadOnlyCollection<TestEvent> events)
    {
        var builder = new EventBatchBuilder();
        foreach (TestEvent e in events)
        {
            builder.Append(new GameEvent
            {
                Type = e.Type,
                Id = Encoding.UTF8.GetBytes(e.Id),
                PlayerId = Encoding.UTF8.GetBytes(e.Player),
                Subject = Encoding.UTF8.GetBytes(e.Subject),
                Value = e.Value,
            });
        }

        return new BusMessage(BusMessageKind.Events, builder.Seal(acceptedAt).Bytes);
    }
}
