using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Core.Problems;

/// <summary>One occurrence of a problem, as an endpoint's answer: <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="type">Which.</param>
/// <param name="detail">One sentence about this occurrence: what the caller can do. Never a secret.</param>
/// <param name="retryAfter">Whole seconds for the <c>Retry-After</c> header; 0 for none.</param>
public sealed class Problem(ProblemType type, string? detail = null, int retryAfter = 0) : IResult, IStatusCodeHttpResult
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Which problem.</summary>
    public ProblemType Type { get; } = type;

    /// <summary>One sentence about this occurrence; null for none.</summary>
    public string? Detail { get; } = detail;

    /// <summary>Whole seconds for the <c>Retry-After</c> header; 0 for none.</summary>
    public int RetryAfter { get; } = retryAfter;

    /// <inheritdoc/>
    public int? StatusCode => Type.Status;

    /// <summary>Writes further members, for problems that carry some.</summary>
    public Action<Utf8JsonWriter>? Extensions { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Type.Status;
        response.ContentType = "application/problem+json";
        if (RetryAfter > 0)
            response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", Type.Uri);
            writer.WriteString("title", Type.Title);
            writer.WriteNumber("status", Type.Status);
            if (Detail is not null)
                writer.WriteString("detail", Detail);
            Extensions?.Invoke(writer);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
