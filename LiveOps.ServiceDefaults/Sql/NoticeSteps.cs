using LiveOps.Core.Notices;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>What notices need in the transaction of what they tell: steps for <see cref="SqlUnit.ExecuteAsync"/>.</summary>
public static class NoticeSteps
{
    private const int Chunk = 1000;

    /// <summary>Writes what is in a buffer; nothing for none.</summary>
    public static (string Statement, SqlInput Input)[] Write(NoticeBuffer buffer) =>
        [.. buffer.Notices.Chunk(Chunk).Select(notices => ("notice_add", (SqlInput)SqlBatch.Many(notices, static (json, notice) =>
        {
            json.WriteString("player", NoticeTypes.IsOfPlayer(notice.Type) && notice.Type != NoticeType.PlayerForgotten ? notice.Subject : "");
            json.WriteString("content", Convert.ToBase64String(NoticeFormat.ToBytes(notice)));
        })))];

    /// <summary>Forgets what would be told of a player, and has who was told before forget it as well.</summary>
    /// <param name="buffer">An empty one.</param>
    /// <param name="player">The player's id.</param>
    /// <param name="at">When: Unix ticks.</param>
    public static (string Statement, SqlInput Input)[] Erase(NoticeBuffer buffer, string player, long at)
    {
        buffer.Clear();
        buffer.Forget(player, at);
        return [("notice_erase", SqlBatch.One(json => json.WriteString("player", player))), .. Write(buffer)];
    }
}
