using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Signing;
using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Client;

/// <summary>What the client writes and asks for stands in the documents of <c>docs/contract</c>.</summary>
public sealed class The_client_keeps_to_the_contract
{
    private static readonly GameEvent[] Events =
    [
        GameEvent.Xp("ada", 1), GameEvent.Boss("ada", "dragon"), GameEvent.Item("ada", "sword", GameEvent.MaxValue), GameEvent.Score("ada", "arena", -GameEvent.MaxValue), GameEvent.Counter("ada", "races", -1),
    ];

    [Fact]
    public void It_knows_every_event_that_there_is_and_writes_each_as_described()
    {
        JsonElement document = Document("gateway"), schemas = document.GetProperty("components").GetProperty("schemas");
        string[] types = [.. schemas.GetProperty("Event").GetProperty("discriminator").GetProperty("mapping").EnumerateObject().Select(type => type.Name).Order(StringComparer.Ordinal)];
        var written = new List<string>();
        byte[] text = new byte[EventText.MaxLength];
        foreach (GameEvent one in Events)
        {
            int length = EventText.Write(one, new EventIds(), new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.FromHours(9)), text);
            JsonElement json = JsonDocument.Parse(Encoding.UTF8.GetString(text, 0, length)).RootElement;
            string type = json.GetProperty("type").GetString()!;
            Assert.Empty(SchemaCheck.Of(document, schemas.GetProperty(one.Type + "Event"), json));
            Assert.Equal((json.GetProperty("id").GetString(), "ada"), (Encoding.ASCII.GetString(EventText.IdOf(text)), Encoding.ASCII.GetString(EventText.PlayerOf(text))));
            Assert.Equal(new DateTime(2026, 11, 20, 0, 30, 0, DateTimeKind.Utc), json.GetProperty("occurredAt").GetDateTime());
            written.Add(type);
        }

        Assert.Equal(types, written.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<GameEventType>().Length, types.Length);
    }

    [Fact]
    public async Task It_calls_nothing_that_no_document_describes()
    {
        using var asked = new Asked();
        using var http = new HttpClient(asked);
        await using var client = new LiveOpsClient(new LiveOpsOptions { Http = http, Key = ClientKey.Game(RecordedServer.Secret), ReadTries = 1 });
        string[] friends = ["ada", "bob"];
        Func<Task>[] calls =
        [
            () => client.BoardAsync("arena", BoardWindow.Daily, 10, 5), () => client.RankAsync("arena", BoardWindow.Weekly, "ada"), () => client.AroundAsync("arena", BoardWindow.Seasonal, "ada"),
            () => client.RanksAsync("arena", BoardWindow.All, friends), () => client.LiveAsync("arena", BoardWindow.All).GetAsyncEnumerator().MoveNextAsync().AsTask(),
            () => client.LeagueAsync("arena", "ada"), () => client.LeaguesAsync("ada"), () => client.CohortAsync("arena", "17"), () => client.ProgressAsync("ada"),
            () => client.RewardsAsync("ada"), () => client.StandingAsync("ada"), () => client.ClaimAsync("ada", "level:5"), () => client.MakePlayerKeyAsync("ada", DateTimeOffset.UnixEpoch), () => client.ReceiptKeysAsync(),
        ];
        foreach (Func<Task> call in calls)
            await Assert.ThrowsAsync<LiveOpsException>(call);
        Assert.False(await client.LearnTimeAsync());

        (string Method, string Path)[] described = [.. new[] { "gateway", "leaderboard", "progression", "fairness" }.SelectMany(service => Document(service).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (method.Name.ToUpperInvariant(), "^" + Regex.Replace(path.Name, @"\{[^}]*\}", "[^/]+") + "$"))))];
        Assert.Equal(calls.Length + 1, asked.Calls.Count);
        Assert.All(asked.Calls, call => Assert.Contains(described, one => one.Method == call.Method && Regex.IsMatch(call.Path, one.Path)));
    }

    private static JsonElement Document(string service) => JsonDocument.Parse(File.ReadAllText(ContractFiles.Document(service))).RootElement;

    /// <summary>Notes what is asked for, and has none of it.</summary>
    private sealed class Asked : HttpMessageHandler
    {
        public List<(string Method, string Path)> Calls { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls.Add((request.Method.Method, Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) });
        }
    }
}
