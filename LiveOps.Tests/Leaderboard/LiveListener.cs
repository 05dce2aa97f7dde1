using System.Text.Json;

namespace LiveOps.Tests.Leaderboard;

/// <summary>Listens to ranks, and moves the host's clock on while it waits for the next.</summary>
internal sealed class LiveListener : IAsyncDisposable
{
    private readonly LeaderboardHost _host;
    private readonly HttpResponseMessage _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<JsonElement> _pages = new();
    private readonly Task _reading;

    public LiveListener(LeaderboardHost host, HttpResponseMessage answer, Stream stream)
    {
        (_host, _answer) = (host, answer);
        _reading = ReadAsync(stream);
    }

    /// <summary>How many pages came.</summary>
    public int Events { get; private set; }

    /// <summary>How many comments came.</summary>
    public int Comments { get; private set; }

    /// <summary>The id of the page that came last.</summary>
    public string? LastId { get; private set; }

    /// <summary>Whether it came to its end, and did not break off.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The page that was asked for last.</summary>
    public JsonElement Last { get; private set; }

    /// <summary>The next page, as <see cref="LeaderboardHost.RanksAsync"/> tells one.</summary>
    public async Task<string> RanksAsync(string until = "")
    {
        for (var patience = new Patience(); ; await _host.PassAsync(0.25))
        {
            Assert.False(patience.IsOver, "no further page ever came");
            lock (_pages)
            {
                while (_pages.TryDequeue(out JsonElement page))
                {
                    Last = page;
                    string ranks = string.Join(", ", page.GetProperty("entries").EnumerateArray().Select(LeaderboardHost.Describe));
                    if (ranks.StartsWith(until, StringComparison.Ordinal))
                        return ranks;
                }
            }
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task EndAsync()
    {
        for (var patience = new Patience(); !_reading.IsCompleted; await _host.PassAsync(0.25))
            Assert.False(patience.IsOver, "it never ended");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _answer.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        try
        {
            using var lines = new StreamReader(stream);
            string? data = null;
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    LastId = line[4..];
                else if (line == ":")
                    Comments++;
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
                else if (line.Length > 0)
                    Assert.Equal("event: page", line);
                else if (data is not null)
                    Keep(JsonDocument.Parse(Interlocked.Exchange(ref data, null)).RootElement);
            }

            IsWhole = true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // We left, or were let go.
        }
    }

    private void Keep(JsonElement page)
    {
        lock (_pages)
        {
            Events++;
            _pages.Enqueue(page);
        }
    }
}
