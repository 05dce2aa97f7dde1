using System.Globalization;
using System.Text.Json;
using LiveOps.Tests.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Cli;

/// <summary>Whoever answers in the place of the services, as a test says.</summary>
internal static class SomebodyElse
{
    public static Dictionary<string, string> Settings(WebApplication other) => new()
    {
        ["LIVEOPS_GATEWAY"] = other.Urls.First(),
        ["LIVEOPS_OPERATOR_TOKEN"] = "a-token-of-an-operator",
        ["LIVEOPS_SECRET"] = RecordedServer.Secret,
    };

    public static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>Says nothing, until whoever asked has gone.</summary>
    public static Task SilenceAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Answers what time it is; false: something else was asked for.</summary>
    public static async Task<bool> TimeAsync(HttpContext context, TimeSpan ahead = default)
    {
        if (context.Request.Path != "/v1/time")
            return false;
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { now = DateTime.UtcNow + ahead }));
        return true;
    }

    /// <summary>Accepts the events of a request; how many they were.</summary>
    public static async Task<int> AcceptAsync(HttpContext context)
    {
        int count = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.GetProperty("events").GetArrayLength();
        context.Response.StatusCode = 202;
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { accepted = count, duplicates = 0, rejected = Array.Empty<int>() }));
        return count;
    }

    /// <summary>Refuses, as a service does; without a type, as somebody in between does.</summary>
    public static Task ProblemAsync(HttpContext context, int status, string type, string detail, int retryAfter = 0)
    {
        context.Response.StatusCode = status;
        if (retryAfter > 0)
            context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(type.Length == 0 ? "<html>" : JsonSerializer.Serialize(new { type = "https://liveops.dev/problems/" + type, status, detail }));
    }
}
