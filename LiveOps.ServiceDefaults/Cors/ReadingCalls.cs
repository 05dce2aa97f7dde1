using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace LiveOps.ServiceDefaults.Cors;

/// <summary>
/// Opens the reading calls to pages of the origins in <see cref="CorsOrigins"/>: GET and HEAD, without a token, and what is marked as a <see cref="ReadingCall"/>. Signed and operators' calls are not for pages: a page
/// cannot keep a secret. Their preflights are refused by what is allowed, no other method and no <c>Authorization</c>, and their answers say nothing to a page.
/// </summary>
internal sealed class ReadingCalls : ICorsPolicyProvider
{
    /// <summary>The header fields that a page may send, and those of an answer that it may read.</summary>
    internal static readonly string[] Sent = [HeaderNames.IfNoneMatch, "Last-Event-ID", HeaderNames.TraceParent], Read = [HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.Location];

    private readonly Task<CorsPolicy?> _reading, _asking;

    private ReadingCalls(CorsOrigins origins)
    {
        _reading = Policy(origins, [HttpMethods.Get, HttpMethods.Head], Sent);
        _asking = Policy(origins, [HttpMethods.Post], HeaderNames.ContentType, HeaderNames.TraceParent);
    }

    /// <summary>Registers it, where there are origins.</summary>
    public static void Add(IServiceCollection services, CorsOrigins? origins)
    {
        if (origins is null)
            return;
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider>(new ReadingCalls(origins));
    }

    /// <summary>Puts it behind routing, where there are origins: else no request passes through it.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetService<ICorsPolicyProvider>() is null)
            return;
        app.Use((context, next) =>
        {
            if (IsReading(context))
                context.Response.OnStarting(static response => VaryAsync((HttpResponse)response), context.Response);
            return next(context);
        });
        app.UseCors();
    }

    /// <inheritdoc/>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        IsAsking(context) ? _asking : IsReading(context) || IsPreflight(context) ? _reading : Task.FromResult<CorsPolicy?>(null);

    private static Task<CorsPolicy?> Policy(CorsOrigins origins, string[] methods, params string[] headers)
    {
        CorsPolicyBuilder policy = new CorsPolicyBuilder().WithMethods(methods).WithHeaders(headers)
            .WithExposedHeaders(Read)
            .SetPreflightMaxAge(TimeSpan.FromHours(1));
        return Task.FromResult<CorsPolicy?>((origins.Named is ["*"] ? policy.AllowAnyOrigin() : policy.WithOrigins([.. origins.Named])).Build());
    }

    // What a cache keeps must not be taken for the answer to another origin, nor to none; a problem neither.
    private static Task VaryAsync(HttpResponse response)
    {
        if (!response.Headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }

    private static bool IsReading(HttpContext context) =>
        IsAsking(context) || (HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<OperatorCall>() is null);

    // Also its preflight: routing has found whose it is.
    private static bool IsAsking(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ReadingCall>() is not null;

    private static bool IsPreflight(HttpContext context) => HttpMethods.IsOptions(context.Request.Method);
}
