using System.Text.Json;

namespace LiveOps.Core.Notices;

/// <summary>
/// The notices of one step of a store that writes them with their cause: filled while the step is made, written with it, and emptied where the step is made again. Not thread-safe.
/// </summary>
/// <param name="source">Whose.</param>
/// <param name="types">What anybody wants (<see cref="NoticeTypes.Bit"/>).</param>
/// <param name="isHeard">Whether there is anybody who may have been told something before: then they are also told whom to forget.</param>
/// <param name="dropped">Where there is no room for more: told of each that would be added. Also told of each that has more data than a notice may have.</param>
/// <param name="isFull">Whether there is no room.</param>
public sealed class NoticeBuffer(string source, ulong types, bool isHeard, Action? dropped = null, bool isFull = false) : INoticeSink
{
    private readonly List<Notice> _notices = [];

    /// <summary>What is in it, in order.</summary>
    public IReadOnlyList<Notice> Notices => _notices;

    /// <inheritdoc/>
    public bool Wants(NoticeType type) => (types & NoticeTypes.Bit(type)) != 0;

    /// <inheritdoc/>
    public void Add(NoticeType type, string subject, long at, Action<Utf8JsonWriter> write)
    {
        if (!Wants(type))
            return;
        var notice = new Notice(type, source, subject, at, NoticeJson.Of(write));
        if (isFull || notice.Data.Length > Notice.MaxData)
            dropped?.Invoke();
        else
            _notices.Add(notice);
    }

    /// <summary>Adds that a player was erased: behind what was told of them before.</summary>
    /// <param name="player">The player's id.</param>
    /// <param name="at">When: Unix ticks.</param>
    public void Forget(string player, long at)
    {
        if (isHeard)
            _notices.Add(new Notice(NoticeType.PlayerForgotten, source, player, at, "{}"u8.ToArray()));
    }

    /// <summary>Empties it.</summary>
    public void Clear() => _notices.Clear();
}
