using System.Text;
using LiveOps.Client.Calls;
using LiveOps.Client.Json;

namespace LiveOps.Client;

/// <content>Calls that read, and those that are signed one by one.</content>
public sealed partial class LiveOpsClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Asks the server what time it is. The client does so by itself before the first events, and when a signature is too old.</summary>
    /// <returns>Whether there was an answer.</returns>
    public Task<bool> LearnTimeAsync(CancellationToken cancellation = default) => _transport.LearnTimeAsync(cancellation);

    private Task<JsonValue> GetAsync(Service service, string path, CancellationToken cancellation) =>
        TryAsync(() => _transport.SendAsync(new HttpRequestMessage(HttpMethod.Get, _transport.Address(service, path)), cancellation), cancellation);

    private Task<JsonValue> PostAsync(Service service, string path, string json, CancellationToken cancellation) =>
        TryAsync(() => _transport.SendAsync(new HttpRequestMessage(HttpMethod.Post, _transport.Address(service, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, cancellation), cancellation);

    // Under one id: whatever became of the first try, the next is the same request.
    private Task<JsonValue> SignedAsync(Service service, string path, string json, CancellationToken cancellation)
    {
        string id = "call." + Guid.NewGuid().ToString("N");
        return TryAsync(
            async () =>
            {
                Answer answer = await SignAsync().ConfigureAwait(false);
                return answer.Status == 401 && answer.Is("stale-timestamp") && await _transport.LearnTimeAsync(cancellation).ConfigureAwait(false)
                    ? await SignAsync().ConfigureAwait(false)
                    : answer;
            },
            cancellation);

        Task<Answer> SignAsync() => _transport.SignedAsync(service, path, NeedKey(), id, Encoding.UTF8.GetBytes(json), cancellation);
    }

    private async Task<JsonValue> TryAsync(Func<Task<Answer>> call, CancellationToken cancellation)
    {
        var backoff = new Backoff(FirstPause, LongestPause);
        for (int tries = 1; ; tries++)
        {
            Answer answer = await call().ConfigureAwait(false);
            if (answer.IsSuccess)
                return answer.Body ?? throw new LiveOpsException(new Problem(answer.Status, null, "the answer is not JSON", null));
            if (!answer.MayGoBetter || tries >= _options.ReadTries || IsLong(answer.RetryAfter))
                throw new LiveOpsException(answer.Problem);
            await _options.Clock.DelayAsync(backoff.Next(answer.RetryAfter), cancellation).ConfigureAwait(false);
        }
    }

    // Whoever reads waits for it: what the server asks for beyond a request's own time is theirs to decide about.
    private bool IsLong(TimeSpan? asked) => _options.Timeout > TimeSpan.Zero && asked > _options.Timeout;

    // An answer that lacks what it must have is a failure like others.
    private static T Read<T>(JsonValue json, Func<JsonValue, T> read)
    {
        try
        {
            return read(json);
        }
        catch (FormatException e)
        {
            throw new LiveOpsException(new Problem(200, null, e.Message, null), e);
        }
    }
}
