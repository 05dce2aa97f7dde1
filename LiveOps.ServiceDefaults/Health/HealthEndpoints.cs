using System.Text.Json;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.ServiceDefaults.Health;

/// <summary>
/// <c>/healthz</c> says that the process answers, and nothing of what it depends on: an orchestrator restarts what fails it, and a
/// restart mends no database. <c>/readyz</c> says whether the service has what it needs, and names what is missing.
/// </summary>
internal static class HealthEndpoints
{
    private const string Section = "operations", About = "For whoever runs the service.";

    private static readonly byte[] Alive = """{"status":"alive"}"""u8.ToArray();
    private static readonly byte[] Ready = """{"status":"ready"}"""u8.ToArray();

    public static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", (Delegate)AliveAsync)
            .WithName("getHealth").WithSummary("Whether the process answers.").InSection(Section, About).Produces<AliveAnswer>();
        routes.MapGet("/readyz", ReadyAsync)
            .WithName("getReadiness").WithSummary("Whether the service has what it needs; what is missing, by name.").InSection(Section, About)
            .Produces<ReadyAnswer>().Produces<NotReadyAnswer>(503);
    }

    private static Task AliveAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status200OK, Alive);

    private static async Task ReadyAsync(HttpContext context, Readiness readiness)
    {
        IReadOnlyList<Missing> missing = await readiness.AskAsync();
        if (missing.Count == 0)
        {
            await AnswerAsync(context, StatusCodes.Status200OK, Ready);
            return;
        }

        bool isReady = missing.All(part => part.IsBearable);
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("status", isReady ? "ready" : "not-ready");
            if (!isReady)
                Write(json, "missing", missing.Where(part => !part.IsBearable));
            if (missing.Any(part => part.IsBearable))
                Write(json, "degraded", missing.Where(part => part.IsBearable));
            json.WriteEndObject();
        }

        await AnswerAsync(context, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, body.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<Missing> parts)
    {
        json.WriteStartArray(name);
        foreach (Missing part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("reason", part.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Task AnswerAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.SendAsync(context, body, status);
    }
}
