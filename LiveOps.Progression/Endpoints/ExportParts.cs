using System.Net;
using System.Text.Json;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using Microsoft.Net.Http.Headers;

namespace LiveOps.Progression.Endpoints;

/// <summary>Asks the other services what they know of a player, side by side, as the operator who asks for the export.</summary>
internal sealed partial class ExportParts(IHttpClientFactory clients, ILogger<ExportParts> logger)
{
    /// <summary>All parts, those of services that gave no answer without one.</summary>
    public async Task<ExportPart[]> AskAsync(HttpContext context, string playerId, CancellationToken aborted) =>
        await Task.WhenAll(ExportPart.All.Select(part => AskAsync(part, context.Request.Headers, playerId, aborted)));

    private async Task<ExportPart> AskAsync(ExportPart part, IHeaderDictionary caller, string playerId, CancellationToken aborted)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{KnownCall.Route}?player={playerId}");
            foreach (string name in (ReadOnlySpan<string>)[HeaderNames.Authorization, OperatorIdentity.Header])
            {
                if (caller[name] is [{ } value])
                    request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage answer = await clients.CreateClient(ExportSettings.ClientOf(part.Service)).SendAsync(request, aborted);
            if (answer.StatusCode == HttpStatusCode.OK)
                return part.With(await answer.Content.ReadAsByteArrayAsync(aborted));
            Log.Missing(logger, part.Service, $"it answered {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !aborted.IsCancellationRequested))
        {
            Log.Missing(logger, part.Service, e.Message);
        }

        return part;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "An export goes without what {Service} knows: {Reason}.")]
        public static partial void Missing(ILogger logger, string service, string reason);
    }
}
