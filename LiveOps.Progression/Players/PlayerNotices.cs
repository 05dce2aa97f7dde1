using System.Buffers.Binary;
using System.Buffers.Text;
using LiveOps.Core.Notices;

namespace LiveOps.Progression.Players;

/// <summary>What others are told of a player. Methods of their own: where nobody wants to know, nothing is made.</summary>
internal static class PlayerNotices
{
    /// <summary>The player's level has risen.</summary>
    public static void TellLevel(this PlayerTable players, int number, int before, long at)
    {
        if (players.Notices is { } notices && notices.Wants(NoticeType.LevelReached))
            Level(notices, players.Ids.Text(number), players[number].Level, before, players[number].Xp, at);
    }

    /// <summary>The player was granted a reward.</summary>
    public static void TellReward(this PlayerTable players, int number, int reward, long at)
    {
        if (players.Notices is { } notices && notices.Wants(NoticeType.RewardGranted))
            Reward(notices, players.Ids.Text(number), players.RewardNames.Text(reward), at);
    }

    /// <summary>The player has claimed a reward.</summary>
    public static void TellClaim(this PlayerTable players, int number, int reward, UInt128 claim, long at)
    {
        if (players.Notices is { } notices && notices.Wants(NoticeType.RewardClaimed))
            Claim(notices, players.Ids.Text(number), players.RewardNames.Text(reward), claim, at);
    }

    /// <summary>The player has claimed a reward.</summary>
    public static void TellClaim(this INoticeSink notices, string player, string reward, UInt128 claim, long at)
    {
        if (notices.Wants(NoticeType.RewardClaimed))
            Claim(notices, player, reward, claim, at);
    }

    private static void Level(INoticeSink notices, string player, int level, int before, long xp, long at) => notices.Add(NoticeType.LevelReached, player, at, json =>
    {
        json.WriteString("playerId", player);
        json.WriteNumber("level", level);
        json.WriteNumber("before", before);
        json.WriteNumber("xp", xp);
    });

    private static void Reward(INoticeSink notices, string player, string reward, long at) => notices.Add(NoticeType.RewardGranted, player, at, json =>
    {
        json.WriteString("playerId", player);
        json.WriteString("reward", reward);
        json.WriteTime("grantedAt", at);
    });

    private static void Claim(INoticeSink notices, string player, string reward, UInt128 claim, long at) => notices.Add(NoticeType.RewardClaimed, player, at, json =>
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, claim);
        json.WriteString("playerId", player);
        json.WriteString("reward", reward);
        json.WriteString("claimId", Base64Url.EncodeToString(id)); // as the receipt's jti
        json.WriteTime("claimedAt", at);
    });
}
