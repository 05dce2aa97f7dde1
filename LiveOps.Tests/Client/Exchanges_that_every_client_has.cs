using System.Text.Json;
using LiveOps.Client;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Client;

/// <summary>What stands in <c>clients/exchanges</c>, for all clients alike.</summary>
public sealed class Exchanges_that_every_client_has
{
    private static readonly string Folder = Path.Combine(Repository.Root, "clients", "exchanges");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_client_sends_what_it_must_and_tells_what_became_of_it(string name)
    {
        JsonElement file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json"))).RootElement;
        await using RecordedServer server = await RecordedServer.StartAsync(file);
        var verdicts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var clock = new ShiftedClock(TimeSpan.Zero);
        var options = new LiveOpsOptions { Gateway = server.Address, Key = ClientKey.Game(RecordedServer.Secret), Clock = clock };
        options.Sending.OnVerdict = verdict => verdicts.Add(verdict.EventId, verdict.Problem?.Type ?? "accepted");
        options.Sending.FirstPause = options.Sending.LongestPause = TimeSpan.FromMilliseconds(100);
        if (file.TryGetProperty("batchSize", out JsonElement size))
            options.Sending.BatchSize = size.GetInt32();
        await using var client = new LiveOpsClient(options);
        foreach (JsonElement one in file.GetProperty("events").EnumerateArray())
            Assert.Equal(AddOutcome.Kept, client.Add(GameEvent.Xp(one.GetProperty("playerId").GetString()!, one.GetProperty("amount").GetInt64()).WithId(one.GetProperty("id").GetString()!)));

        await client.FlushAsync();

        Assert.Empty(server.Wrong);
        Assert.Equal(file.GetProperty("exchanges").GetArrayLength(), server.Requests);
        Assert.Equal(file.GetProperty("verdicts").EnumerateObject().Select(verdict => $"{verdict.Name}: {verdict.Value}"), verdicts.Select(verdict => $"{verdict.Key}: {verdict.Value}"));
        Assert.Equal(file.TryGetProperty("asksTime", out JsonElement asked) ? asked.GetInt32() : 1, server.TimeAsked);
        if (!file.TryGetProperty("pausesAtLeast", out JsonElement pauses))
            return;
        TimeSpan[] longOnes = [.. clock.Pauses.Where(pause => pause >= TimeSpan.FromSeconds(1))];
        Assert.Equal(pauses.GetArrayLength(), longOnes.Length);
        Assert.All(pauses.EnumerateArray().Zip(longOnes), pair => Assert.True(pair.Second.TotalSeconds >= pair.First.GetDouble() * 0.9));
    }
}
