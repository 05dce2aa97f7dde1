using System.Diagnostics;

namespace LiveOps.ServiceDefaults.Outgoing;

/// <summary>Calls of a client whose own time-out is shorter than that of all attempts: what tries them again knows when it ends, and waits for nothing that would come after it.</summary>
public static class CallsInTime
{
    private static readonly HttpRequestOptionsKey<long> EndsAt = new("ends at"); // of Stopwatch

    /// <summary>Asks.</summary>
    /// <param name="client">Has a time-out.</param>
    /// <param name="path">What for, below the client's address.</param>
    /// <param name="aborted">Ends it before.</param>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">None came in time, or the caller went away.</exception>
    public static async Task<HttpResponseMessage> GetInTimeAsync(this HttpClient client, string path, CancellationToken aborted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (client.Timeout > TimeSpan.Zero)
            request.Options.Set(EndsAt, Stopwatch.GetTimestamp() + (long)(client.Timeout.TotalSeconds * Stopwatch.Frequency));
        return await client.SendAsync(request, aborted);
    }

    /// <summary>What is left of a call's time; all there is where nobody said.</summary>
    internal static TimeSpan LeftOf(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(EndsAt, out long end) ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), end) : TimeSpan.MaxValue;
}
