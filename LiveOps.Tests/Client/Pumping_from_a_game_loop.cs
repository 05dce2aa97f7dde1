using System.Text.Json;
using LiveOps.Client;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

namespace LiveOps.Tests.Client;

/// <summary>When a client sends that has no thread of its own, and what a game's mistakes cost it.</summary>
public sealed class Pumping_from_a_game_loop
{
    private readonly ShiftedClock _clock = new(TimeSpan.Zero);

    [Fact]
    public async Task Nothing_is_sent_before_it_is_due_by_time_or_by_size_or_without_a_key()
    {
        await using RecordedServer server = await ServerAsync("""{"request":"a","events":["e-1","e-2","e-3"]}""", """{"request":"b","events":["e-4"]}""");
        await using LiveOpsClient client = Client(server, key: null, options => (options.Sending.BatchSize, options.Sending.BatchDelay) = (3, TimeSpan.FromMinutes(1))); // a minute: the machine may be slow
        for (int i = 1; i <= 3; i++)
            client.Add(GameEvent.Xp("ada", 1).WithId($"e-{i}"));
        await client.PumpAsync();
        Assert.Equal(0, server.Requests);
        client.UseKey(ClientKey.Game(RecordedServer.Secret));
        await client.PumpAsync();
        Assert.Equal(1, server.Requests);
        client.Add(GameEvent.Xp("ada", 1).WithId("e-4"));
        await client.PumpAsync();
        Assert.Equal(1, server.Requests);
        await _clock.DelayAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        await client.PumpAsync();

        Assert.Empty(server.Wrong);
        Assert.Equal((2, 4L, 0), (server.Requests, client.Status.Accepted, client.Status.Outbox.Waiting));
    }

    [Fact]
    public async Task A_verdict_that_the_game_chokes_on_is_told_to_it_and_the_others_go_on()
    {
        var faults = new List<Exception>();
        int told = 0;
        await using RecordedServer server = await ServerAsync("""{"request":"a","events":["e-1","e-2"]}""");
        await using LiveOpsClient client = Client(server, ClientKey.Game(RecordedServer.Secret), options =>
        {
            options.Sending.OnVerdict = verdict => throw new InvalidOperationException($"{++told} {verdict.EventId}");
            options.Sending.OnFault = faults.Add;
        });
        client.Add([GameEvent.Xp("ada", 1).WithId("e-1"), GameEvent.Xp("ada", 1).WithId("e-2")]);

        await client.FlushAsync();

        Assert.Equal(["1 e-1", "2 e-2"], faults.Select(fault => fault.Message));
        Assert.Equal(0, client.Status.Outbox.Waiting);
    }

    [Fact]
    public async Task A_flush_that_is_cancelled_keeps_everything_and_a_client_that_is_disposed_of_ends_its_loop()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        var nowhere = new Uri("http://127.0.0.1:9");
        await using (var client = new LiveOpsClient(new LiveOpsOptions
        {
            Gateway = nowhere,
            Key = ClientKey.Game(RecordedServer.Secret),
            Outbox = new OutboxOptions { Folder = folder.File("outbox") },
            Sending = { OnRetry = problem => Cancel(problem.Status) },
        }))
        {
            client.Add(GameEvent.Xp("ada", 1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.FlushAsync(stop.Token));
            client.Start();
        }

        await using var again = new LiveOpsClient(new LiveOpsOptions { Outbox = new OutboxOptions { Folder = folder.File("outbox") } });
        Assert.Equal(1, again.Status.Outbox.Waiting);

        void Cancel(int status)
        {
            Assert.Equal(0, status);
            stop.Cancel();
        }
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a-name-of-more-than-sixty-four-characters-which-no-service-would-take")]
    public void What_no_service_would_take_never_gets_into_the_outbox(string id)
    {
        Assert.ThrowsAny<ArgumentException>(() => GameEvent.Xp(id, 1));
        Assert.ThrowsAny<ArgumentException>(() => GameEvent.Score("ada", id, 1));
        Assert.ThrowsAny<ArgumentException>(() => GameEvent.Xp("ada", 1).WithId(id));
        Assert.ThrowsAny<ArgumentException>(() => GameEvent.Xp("ada", 0));
        Assert.ThrowsAny<ArgumentException>(() => GameEvent.Score("ada", "arena", GameEvent.MaxValue + 1));
        Assert.Throws<FormatException>(() => ClientKey.Game("whsec_" + id));
        Assert.Throws<FormatException>(() => ClientKey.Player("p.ada.1\r\nx: y", RecordedServer.Secret));
    }

    private LiveOpsClient Client(RecordedServer server, ClientKey? key, Action<LiveOpsOptions> more)
    {
        var options = new LiveOpsOptions { Gateway = server.Address, Key = key, Clock = _clock };
        more(options);
        return new LiveOpsClient(options);
    }

    // Each request is accepted whole.
    private static Task<RecordedServer> ServerAsync(params string[] requests) =>
        RecordedServer.StartAsync(JsonDocument.Parse("{\"exchanges\":[" + string.Join(',', requests.Select(WithAnswer)) + "]}").RootElement);

    private static string WithAnswer(string request)
    {
        int count = JsonDocument.Parse(request).RootElement.GetProperty("events").GetArrayLength();
        return request[..^1] + ",\"answer\":{\"status\":202,\"body\":{\"accepted\":" + count + ",\"duplicates\":0,\"rejected\":[]}}}";
    }
}
