using System.Net;
using System.Net.Http.Headers;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LiveOps.Gateway.Verdicts;

/// <summary>
/// Asks a Fairness in another process: one HTTP/2 request a batch, many at a time on one connection. Never tried again: an answer that
/// was lost has taken the events from the players' rates already, and the client's own retry is the honest one.
/// </summary>
/// <param name="http">With Fairness's address.</param>
/// <param name="operatorToken">Read at each call, so that it may change: Fairness answers nobody without it.</param>
/// <param name="pipeline">See <see cref="VerdictsPipeline"/>.</param>
internal sealed class HttpVerdicts(HttpClient http, Func<string?> operatorToken, ResiliencePipeline pipeline) : IVerdicts
{
    /// <inheritdoc/>
    /// <remarks>A question goes on to its answer or its time-out, also where the client has gone away: one that is cancelled would be a success to the circuit breaker (Polly 8), and whoever hangs up would close it.</remarks>
    public async ValueTask AskAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested(); // before Fairness has counted anything
        try
        {
            await pipeline.ExecuteAsync(
                static (asked, cancellation) => asked.Self.PostAsync(asked.Batch, asked.Verdicts, cancellation),
                (Self: this, Batch: batch, Verdicts: verdicts),
                CancellationToken.None);
        }
        catch (TimeoutRejectedException e)
        {
            throw new VerdictsUnavailableException("Fairness did not answer in time.", e);
        }
        catch (BrokenCircuitException e)
        {
            throw new VerdictsUnavailableException("Fairness has failed again and again, and is left alone for a moment.", e);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private async ValueTask PostAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/verdicts")
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact, // also without TLS, by prior knowledge
                Content = new ReadOnlyMemoryContent(batch.Bytes),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(VerdictsFormat.ContentType);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", operatorToken());
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new VerdictsUnavailableException($"Fairness answered {(int)response.StatusCode}.");
            byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (!VerdictsFormat.TryRead(answer, verdicts.Span[..batch.Count]))
                throw new VerdictsUnavailableException("Fairness's answer is not the verdicts of the batch.");
        }
        catch (HttpRequestException e)
        {
            throw new VerdictsUnavailableException($"Fairness cannot be reached: {e.Message}", e);
        }
    }
}
