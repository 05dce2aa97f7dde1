using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads <c>leaderboard.json</c>; see docs/decisions/windows-and-rollover.md for what may stand in it.</summary>
internal static class LeaderboardPolicyReader
{
    /// <summary>The most boards a policy may allow.</summary>
    public const int MostBoards = 10_000;

    /// <exception cref="PolicyException">It is wrong; the message names the line.</exception>
    // A member that stands twice counts as it stands last: what was taken so by former versions is in journals and databases.
    public static LeaderboardPolicy Read(ReadOnlySpan<byte> json) => PolicyNode.Read(json, Read, mayRepeat: true);

    private static LeaderboardPolicy Read(PolicyNode root)
    {
        root.Only("maxBoards", "otherBoards", "hideBlocked", "default", "boards");
        var policy = new LeaderboardPolicy();
        policy = policy with
        {
            MaxBoards = (int?)root["maxBoards"]?.Whole(1, MostBoards) ?? policy.MaxBoards,
            OtherBoards = root["otherBoards"]?.Flag() ?? policy.OtherBoards,
            HideBlocked = root["hideBlocked"]?.Flag() ?? policy.HideBlocked,
            Others = root["default"] is { } others ? BoardRulesReader.Read(others, new BoardRules()) : policy.Others,
        };
        root["default"]?["counter"]?.Fault("is a named board's: no counter is on every board");
        root["default"]?["rewards"]?.Fault("are a named board's: they are named after it");
        return root["boards"] is { } boards ? policy with { Boards = ReadBoards(boards, policy, root["maxBoards"] is { IsFaulty: true } ? MostBoards : policy.MaxBoards) } : policy;
    }

    /// <summary>Reads a policy that comes in: no member of it stands twice, and it names no board that no path can carry; what is in force may do both.</summary>
    /// <exception cref="PolicyException">It is wrong; the message names the line.</exception>
    public static LeaderboardPolicy ReadNew(byte[] json) => PolicyNode.Read(
        json,
        root =>
        {
            LeaderboardPolicy policy = Read(root);
            foreach (PolicyNode dots in root["boards"]?.Members.Where(board => IdRule.IsDots(board.Name)) ?? [])
                dots.FaultAt(dots.Line, $"{dots.Name} can be no board's name: no path could carry it");
            return policy;
        });

    private static Dictionary<string, BoardRules> ReadBoards(PolicyNode node, LeaderboardPolicy policy, int most)
    {
        if (node.Repeated is { } twice)
            twice.Fault("stands here twice");
        if (node.Members.Count > most)
            throw node.Wrong($"are more than maxBoards allows, {most}");
        foreach (PolicyNode board in node.Members.Where(board => !IdRule.WasValid(board.Name)))
            board.Fault("is no board's name: 1 to 64 characters of [A-Za-z0-9_.:-]");
        return node.Members.ToDictionary(board => board.Name, board => BoardRulesReader.Read(board, policy.Others), StringComparer.Ordinal);
    }
}
