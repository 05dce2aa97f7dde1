using System.Text.Json;

namespace LiveOps.Core.Notices;

/// <summary>Takes notices while their cause is applied, so that both are one step.</summary>
public interface INoticeSink
{
    /// <summary>Whether anybody wants notices of a type: nothing else need be made.</summary>
    bool Wants(NoticeType type);

    /// <summary>Takes one.</summary>
    /// <param name="type">What it tells.</param>
    /// <param name="subject">About whom or what.</param>
    /// <param name="at">When it happened: Unix ticks.</param>
    /// <param name="write">Writes the members of its data.</param>
    void Add(NoticeType type, string subject, long at, Action<Utf8JsonWriter> write);
}
