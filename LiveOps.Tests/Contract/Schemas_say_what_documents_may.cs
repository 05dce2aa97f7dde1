using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using LiveOps.Fairness.Policies;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Leaderboard.Policies;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Tests.Contract;

/// <summary>What an editor is told by a document's schema is what its service takes.</summary>
public sealed class Schemas_say_what_documents_may
{
    // What a schema cannot say, or not of one part alone.
    private static readonly Regex Beyond = new("time zone|neither a date|is the id of another rule|has a rule already|already granted|stand beside|bossId|season|most of each|with its offset|is not after|has no board|up to 10000|from 1 to \\d+$|needs type|is no event type|that differ");

    // With everything in it that the one built in leaves out.
    private const string Rewards = """
        {"levels":{"table":[5,7]},"bosses":{"defaultXp":1,"xp":{"dragon":9},"maxNames":5,"maxNamesPerPlayer":5},"items":{"caps":{"sword":3},"maxNames":1,"maxNamesPerPlayer":1},"counters":{"caps":{"races":30},"maxNames":1,"maxNamesPerPlayer":1},
         "rewards":[{"reward":"a:{bossId}","when":[{"firstKill":"*"},{"level":2}]},{"reward":"b","when":[{"kills":3},{"kills":2,"boss":"dragon"},{"items":2,"item":"sword"},{"count":9,"counter":"races"}]}]}
        """;

    private const string Boards = """
        {"maxBoards":9,"boards":{"a":{"counter":"races","operator":"sum","order":"asc","windows":["all"],"timeZone":"Europe/Berlin","seasons":[{"id":"s","opensAt":"2026-01-01","closesAt":"2026-02-01T00:00:00Z"}],
         "graceSeconds":1,"keep":{"daily":1},"keepRows":5,"champions":2,"keepHall":3}}}
        """;

    private const string LiveEvents = """
        {"liveEvents":[{"id":"cup","title":"The cup","opensAt":"2026-11-20T12:00:00Z","closesAt":"2026-11-21T12:00:00Z","board":{"name":"cup-board","operator":"sum","order":"asc"},
         "multipliers":{"xp_gained":2,"boss_killed":1.5,"item_acquired":3,"counter_added":100},"entry":{"mode":"join","maxEntrants":10,"maxAttempts":3},
         "rewards":[{"ranks":"1","reward":"gold"},{"ranks":"2-10","reward":"silver"}]}]}
        """;

    private const string Intake = """
        {"sources":{
         "arcade":{"format":"csv","encoding":"euc-kr","delimiter":";","header":true,"quotes":false,"numbers":{"point":",","group":"."},"zone":"Asia/Seoul","playerIds":"encode","rowIds":"occurrence",
          "fields":{"playerId":"who","board":{"value":"high"},"score":{"from":["points","score"],"default":"0","times":1000},"occurredAt":{"from":"when","format":"yyyy-MM-dd HH:mm:ss","zone":"Asia/Tokyo"}},
          "proof":{"hmac":{"header":"X-Signature","algorithm":"sha512","encoding":"base64","prefix":"sha512=","timestampHeader":"X-Time","tolerance":60}}},
         "shop":{"format":"xml","record":"/sales/sale","rowIds":"content","idPrefix":"shop.","fields":{"playerId":"player/@id","id":"@number","itemId":{"from":"article","replace":{"1":"sword"}},"type":{"value":"item_acquired"}},"proof":{"certificate":{"sha256":["00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"]}}},
         "kiosk":{"format":"form","playerIds":"strict","maxAgeHours":12,"fields":{"playerId":"player","amount":"xp","occurredAt":{"from":"at","format":"unix"}},"proof":{"basic":{"user":"kiosk"}}}}}
        """;

    private static readonly string[] Mistakes = ["\"x\"", "-7", "1.5", "[true]", "{\"nonsense\":1}"];

    public static TheoryData<string, string?> Documents => new() { { "fairness", null }, { "progression", null }, { "boards", null }, { "progression", Rewards }, { "boards", Boards }, { "live-events", LiveEvents }, { "intake", Intake } };

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_schema_and_the_service_agree_on_a_document_and_on_every_mistake_in_it(string name, string? document)
    {
        (Type service, _) = ContractFiles.Schemas.First(schema => schema.Document == name);
        JsonSchema schema = JsonSchema.FromText(ContractFiles.Schema(service, name));
        string whole = document ?? BuiltIn(service, name == "boards" ? "leaderboard" : name);
        Assert.True(IsRight(whole), whole);
        Assert.Null(Fault(name, whole));
        int refused = 0;
        foreach (string mistaken in Mistaken(whole))
        {
            bool right = IsRight(mistaken);
            string? fault = Fault(name, mistaken);
            refused += right ? 0 : 1;
            Assert.True(right == (fault is null) || (right && Beyond.IsMatch(fault!)), $"{(right ? "the schema alone takes" : "the service alone takes")} {mistaken}\n{fault}");
        }

        Assert.True(refused > 50, $"{refused}");

        // Each document by itself: schemas with an id are kept by the library.
        bool IsRight(string text) => schema.Evaluate(JsonNode.Parse(text), new EvaluationOptions { OutputFormat = OutputFormat.Flag }).IsValid;
    }

    // Every value once by each mistake, every member once left out, every object once with a member more.
    private static IEnumerable<string> Mistaken(string whole)
    {
        int count = Values(JsonNode.Parse(whole)!).Count();
        for (int at = 1; at < count; at++)
        {
            foreach (string? mistake in Mistakes.Append(null))
            {
                JsonNode root = JsonNode.Parse(whole)!, value = Values(root).ElementAt(at);
                if (mistake is not null)
                    value.ReplaceWith(JsonNode.Parse(mistake));
                else if (value.Parent is JsonObject parent)
                    parent.Remove(value.GetPropertyName());
                yield return root.ToJsonString();
                if (mistake is null && JsonNode.Parse(whole) is { } again && Values(again).ElementAt(at) is JsonObject more)
                {
                    more["nonsense"] = 1;
                    yield return again.ToJsonString();
                }
            }
        }
    }

    private static IEnumerable<JsonNode> Values(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Values).Prepend(node);

    private static string? Fault(string name, string text)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        try
        {
            _ = name switch
            {
                "fairness" => FairnessPolicyReader.Parse(json),
                "progression" => RulesReader.ParseNew(json),
                "live-events" => LiveEventsReader.Read(json),
                "intake" => IntakePolicyReader.Parse(json),
                _ => (object)LeaderboardPolicyReader.ReadNew(json),
            };
            return null;
        }
        catch (PolicyException e)
        {
            return string.Join('\n', e.Faults);
        }
    }

    private static string BuiltIn(Type service, string file)
    {
        using var stream = new MemoryStream();
        service.Assembly.GetManifestResourceStream(file + ".json")!.CopyTo(stream);
        return Encoding.UTF8.GetString(StrictJson.Of(stream.ToArray()));
    }
}
