using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Calls;
using LiveOps.Client.Signing;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Client;

/// <summary>Calls that are refused or put off, and keys that are none.</summary>
public sealed class Refusals_are_told_as_they_came
{
    private static readonly JsonElement Secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "clients", "exchanges", "secrets", "secrets.json"))).RootElement;

    public static TheoryData<int> EachSecret => [.. Enumerable.Range(0, Secrets.GetProperty("secrets").GetArrayLength())];

    [Theory]
    [MemberData(nameof(EachSecret))]
    public void A_secret_signs_or_is_refused_as_by_all_clients(int index)
    {
        JsonElement one = Secrets.GetProperty("secrets")[index];
        string secret = one.GetProperty("secret").GetString()!;
        if (one.TryGetProperty("refused", out _))
        {
            FormatException refused = Assert.Throws<FormatException>(() => ClientKey.Game(secret));
            Assert.True(secret.Length < 10 || !refused.Message.Contains(secret, StringComparison.Ordinal));
            return;
        }

        string id = Secrets.GetProperty("id").GetString()!, at = Secrets.GetProperty("timestamp").GetRawText();
        Assert.Equal(one.GetProperty("signature").GetString(), ClientKey.Game(secret).Sign(id, at, Encoding.UTF8.GetBytes(Secrets.GetProperty("body").GetString()!)));
    }

    [Theory]
    [InlineData("""{"type":"https://liveops.dev/problems/unknown-window","detail":"There is no such window."}""", "unknown-window", "There is no such window.")]
    [InlineData("<html>", "", "the page cannot be listened to")]
    [InlineData("", "", "the page cannot be listened to")]
    public async Task A_live_page_that_is_refused_says_why(string body, string type, string detail)
    {
        using var answers = new Answering(HttpStatusCode.NotFound, body, null);
        await using LiveOpsClient client = answers.Client(new ShiftedClock(TimeSpan.Zero));
        await using IAsyncEnumerator<BoardPage> live = client.LiveAsync("arena", BoardWindow.Daily).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        LiveOpsException refused = await Assert.ThrowsAsync<LiveOpsException>(() => live.MoveNextAsync().AsTask());

        Assert.Equal((404, type, detail), (refused.Problem.Status, refused.Problem.Type, refused.Problem.Detail));
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(5, 3)]
    public async Task A_reader_who_should_come_again_later_than_a_request_may_take_is_told_so_and_waits_no_hour(int seconds, int asked)
    {
        using var answers = new Answering(HttpStatusCode.ServiceUnavailable, "{}", TimeSpan.FromSeconds(seconds));
        var clock = new ShiftedClock(TimeSpan.Zero);
        await using LiveOpsClient client = answers.Client(clock);

        LiveOpsException refused = await Assert.ThrowsAsync<LiveOpsException>(() => client.ProgressAsync("ada", TestContext.Current.CancellationToken));

        Assert.Equal(((TimeSpan?)TimeSpan.FromSeconds(seconds), asked, asked - 1), (refused.Problem.RetryAfter, answers.Asked, clock.Pauses.Count));
    }

    /// <summary>Says the same to everybody.</summary>
    private sealed class Answering(HttpStatusCode status, string body, TimeSpan? retryAfter) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        public LiveOpsClient Client(ShiftedClock clock) => new(new LiveOpsOptions { Http = new HttpClient(this, disposeHandler: false), Clock = clock });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
            if (retryAfter is { } after)
                answer.Headers.RetryAfter = new(after);
            return Task.FromResult(answer);
        }
    }
}
