using System.Text.Json;
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
        LeaderboardPolicy policy = ReadGeneral(json);
        return policy with { Boards = ReadBoards(json, policy) };
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

    // Boards build on the default, wherever it stands in the file: so they are read in a second pass.
    private static LeaderboardPolicy ReadGeneral(ReadOnlySpan<byte> json)
    {
        var cursor = new PolicyCursor(json);
        cursor.Expect(JsonTokenType.StartObject, "the policy is an object");
        var policy = new LeaderboardPolicy();
        while (cursor.NextProperty(out string name))
        {
            switch (name)
            {
                case "maxBoards":
                    policy = policy with { MaxBoards = cursor.Number(name, 1, MostBoards) };
                    break;
                case "otherBoards":
                    policy = policy with { OtherBoards = cursor.Flag(name) };
                    break;
                case "hideBlocked":
                    policy = policy with { HideBlocked = cursor.Flag(name) };
                    break;
                case "default":
                    policy = policy with { Others = BoardRulesReader.Read(ref cursor, name, new BoardRules()) };
                    break;
                case "boards":
                    cursor.Skip();
                    break;
                default:
                    throw cursor.Wrong($"there is no setting {name}; there are maxBoards, otherBoards, hideBlocked, default and boards");
            }
        }

        cursor.End();
        return policy;
    }

    private static Dictionary<string, BoardRules> ReadBoards(ReadOnlySpan<byte> json, LeaderboardPolicy policy)
    {
        var boards = new Dictionary<string, BoardRules>(StringComparer.Ordinal);
        var cursor = new PolicyCursor(json);
        while (cursor.NextProperty(out string setting))
        {
            if (setting != "boards")
            {
                cursor.Skip();
                continue;
            }

            cursor.Next();
            cursor.Expect(JsonTokenType.StartObject, "boards is an object: a board's rules by its name");
            while (cursor.NextProperty(out string board))
            {
                if (!IdRule.WasValid(board))
                    throw cursor.Wrong("a board's name is 1 to 64 characters of [A-Za-z0-9_.:-]");
                if (boards.ContainsKey(board))
                    throw cursor.Wrong($"the board {board} stands here twice");
                if (boards.Count == policy.MaxBoards)
                    throw cursor.Wrong($"there are more boards here than maxBoards allows, {policy.MaxBoards}");
                boards.Add(board, BoardRulesReader.Read(ref cursor, board, policy.Others));
            }
        }

        return boards;
    }
}
