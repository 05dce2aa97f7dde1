using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Progression.Endpoints;

/// <summary>Reads what operators grant, and checks it by the policy in force.</summary>
internal static class GrantReader
{
    private const string Example = """Send {"id":"outage-1","reason":"…"} with xp, items ({"sword":2}), counters ({"races":1}), a reward, or several of them""";

    private static readonly string[] Members = ["id", "reason", "xp", "items", "counters", "reward"], OrderMembers = [.. Members, "playerIds"];
    private static readonly GrantBodyJson Json = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowDuplicateProperties = false });

    /// <summary>Reads a grant for one player.</summary>
    public static Problem? Read(ReadOnlySpan<byte> body, string by, GrantLimits limits, out GrantContent grant)
    {
        grant = null!;
        if (JsonMembers.Check(body, Members) is { } wrong)
            return Malformed(wrong);
        return Parse(body, Json.GrantRequestBody, out GrantRequestBody? asked) ?? Check(asked!.Id, asked.Reason, asked.Xp, asked.Items, asked.Counters, asked.Reward, by, limits, out grant);
    }

    /// <summary>Reads a grant for many: one JSON object with all of them, or one without, and a line for each behind it.</summary>
    public static Problem? Read(ReadOnlySpan<byte> body, string by, GrantLimits limits, out GrantOrder order)
    {
        order = null!;
        ReadOnlySpan<byte> head = body;
        int end = EndOfFirst(body);
        if (end > 0)
            head = body[..end];
        ReadOnlySpan<byte> lines = body[head.Length..].Trim("\r\n\t "u8);
        if (JsonMembers.Check(head, OrderMembers) is { } wrong)
            return Malformed(wrong);
        GrantContent grant = null!;
        if ((Parse(head, Json.GrantOrderBody, out GrantOrderBody? asked) ?? Check(asked!.Id, asked.Reason, asked.Xp, asked.Items, asked.Counters, asked.Reward, by, limits, out grant)) is { } problem)
            return problem;
        if ((asked!.PlayerIds is null) != (lines.Length > 0))
            return Malformed(asked.PlayerIds is null ? "Nobody is named." : "Something follows the object that names the players.");
        IReadOnlyList<string?> named = asked.PlayerIds ?? [];
        if (asked.PlayerIds is null && ReadLines(lines, out named) is { } cut)
            return cut;
        if (named.Any(player => player is null || !IdRule.WasValid(player)))
            return Malformed($"A player's id {IdRule.Sentence}.");
        string[] players = [.. named.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (players.Length is 0 or > GrantJob.MostPlayers)
            return new Problem(ProblemTypes.InvalidParameter, $"A job has 1 to {GrantJob.MostPlayers} players: make several, each with an id of its own.");
        order = new GrantOrder(grant, players);
        return null;
    }

    private static Problem? ReadLines(ReadOnlySpan<byte> lines, out IReadOnlyList<string?> players)
    {
        var read = new List<string?>();
        players = read;
        string?[] named = new string?[1];
        foreach (Range at in lines.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines[at].Trim("\r\t "u8);
            if (line.Length == 0)
                continue;
            if (JsonMembers.Read(line, ["playerId"], named) is { } wrong)
                return Malformed($"Line {read.Count + 2}: {wrong}");
            read.Add(named[0]);
        }

        return null;
    }

    // How long the first value is, where something follows it; 0 where nothing does, or it cannot be read.
    private static int EndOfFirst(ReadOnlySpan<byte> body)
    {
        try
        {
            ReadOnlySpan<byte> json = JsonTokens.PastMark(body);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed + body.Length - json.Length : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static Problem? Parse<T>(ReadOnlySpan<byte> body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, out T? asked)
    {
        asked = default;
        try
        {
            asked = JsonSerializer.Deserialize(JsonTokens.PastMark(body), type);
            return asked is null ? Malformed("The body is no JSON object.") : null;
        }
        catch (JsonException e)
        {
            return Malformed($"{(e.Path is ['$', '.', .. var member] ? member : "A member")} is not what it must be.");
        }
    }

    private static Problem? Check(
        string? id, string? reason, long? xp, Dictionary<string, long>? items, Dictionary<string, long>? counters, string? reward, string by, GrantLimits limits, out GrantContent grant)
    {
        grant = null!;
        if (id is null || !IdRule.IsValid(id))
            return new Problem(ProblemTypes.InvalidParameter, $"id {IdRule.Sentence}: it makes the grant once.");
        if (OperatorText.Required("reason", reason, GrantContent.MaxReason, out string why) is { } problem)
            return problem;
        (string Name, long Amount)[] each = Sorted(items), counted = Sorted(counters);
        if ((xp ?? 0) == 0 && each.Length == 0 && counted.Length == 0 && reward is null)
            return Malformed("It grants nothing.");
        if (each.Length > GrantContent.MaxItems || each.Any(IsWrong))
            return new Problem(ProblemTypes.InvalidParameter, $"items holds at most {GrantContent.MaxItems} ids of items, each with a number that is not 0.");
        if (counted.Length > GrantContent.MaxCounters || counted.Any(IsWrong))
            return new Problem(ProblemTypes.InvalidParameter, $"counters holds at most {GrantContent.MaxCounters} ids of counters, each with a number that is not 0.");
        if (reward is not null && (!RewardRule.IsName(reward) || IdRule.IsDots(reward)))
            return new Problem(ProblemTypes.InvalidParameter, $"reward must be 1 to {RewardRule.MaxLength} characters of [A-Za-z0-9_.:-].");
        if (!limits.Negative && (xp < 0 || each.Concat(counted).Any(one => one.Amount < 0)))
            return new Problem(ProblemTypes.NotAllowedByPolicy, "Nothing may be taken away: grants.negative of the document progression says whether it may.");
        if (Math.Abs((decimal)(xp ?? 0)) > limits.MaxXp || Exceeds(each, limits.MaxItems) || Exceeds(counted, limits.MaxCounters))
        {
            return new Problem(
                ProblemTypes.NotAllowedByPolicy,
                $"A grant has at most {limits.MaxXp} XP, {limits.MaxItems} of each item and {limits.MaxCounters} for each counter: grants.maxXp, maxItems and maxCounters of the document progression.");
        }

        grant = new GrantContent(id, by, why, xp ?? 0, each, counted, reward);
        return null;
    }

    private static (string Name, long Amount)[] Sorted(Dictionary<string, long>? each) =>
        [.. (each ?? []).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value))];

    private static bool IsWrong((string Name, long Amount) one) => !IdRule.IsValid(one.Name) || one.Amount == 0;

    private static bool Exceeds((string Name, long Amount)[] each, long most) => each.Any(one => Math.Abs((decimal)one.Amount) > most);

    private static Problem Malformed(string wrong) => new(ProblemTypes.MalformedBody, $"{wrong} {Example}.");
}
