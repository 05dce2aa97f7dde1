using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads <c>leaderboard.json</c>; see docs/decisions/windows-and-rollover.md for what may stand in it.</summary>
internal static class LeaderboardPolicyReader
{
    /// <summary>The most boards a policy may allow.</summary>
    public const int MostBoards = 10_000;

    /// <exception cref="PolicyException">It is wrong; the message names the line.</exception>
    public static LeaderboardPolicy Read(ReadOnlySpan<byte> json)
    {
        // A member that stands twice counts as it stands last: what was taken so by former versions is in journals and databases.
        PolicyNode root = PolicyNode.Parse(json, mayRepeat: true).Only("maxBoards", "otherBoards", "hideBlocked", "default", "boards");
        var policy = new LeaderboardPolicy();
        policy = policy with
        {
            MaxBoards = (int?)root["maxBoards"]?.Whole(1, MostBoards) ?? policy.MaxBoards,
            OtherBoards = root["otherBoards"]?.Flag() ?? policy.OtherBoards,
            HideBlocked = root["hideBlocked"]?.Flag() ?? policy.HideBlocked,
            Others = root["default"] is { } others ? BoardRulesReader.Read(others, new BoardRules()) : policy.Others,
        };
        return root["boards"] is { } boards ? policy with { Boards = ReadBoards(boards, policy) } : policy;
    }

    /// <summary>Reads a policy that comes in: it names no board that no path can carry, which what is in force may.</summary>
    /// <exception cref="PolicyException">It is wrong; the message names the line.</exception>
    public static LeaderboardPolicy ReadNew(byte[] json)
    {
        LeaderboardPolicy policy = Read(json);
        return policy.Boards.Keys.FirstOrDefault(board => IdRule.IsDots(board)) is { } dots
            ? throw new PolicyException($"{dots} can be no board's name: no path could carry it")
            : policy;
    }

    private static Dictionary<string, BoardRules> ReadBoards(PolicyNode node, LeaderboardPolicy policy)
    {
        if (node.Repeated is { } twice)
            throw twice.Wrong("stands here twice");
        if (node.Members.Count > policy.MaxBoards)
            throw node.Wrong($"are more than maxBoards allows, {policy.MaxBoards}");
        return node.Members.ToDictionary(
            board => IdRule.WasValid(board.Name) ? board.Name : throw board.Wrong("is no board's name: 1 to 64 characters of [A-Za-z0-9_.:-]"),
            board => BoardRulesReader.Read(board, policy.Others),
            StringComparer.Ordinal);
    }
}
