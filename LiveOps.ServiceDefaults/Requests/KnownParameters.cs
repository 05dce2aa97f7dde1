using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using LiveOps.Core.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>
/// Refuses a query parameter that the call does not have: <c>?limti=5</c> would else be passed over, and answered with what was not asked for. What a call has
/// is read from its handler, once for each endpoint. So does it one that stands there twice, unless the call takes several: a text would else be both, with a comma between. A request without a query pays for one comparison. The operations' calls, <c>/healthz</c> and its like, are let be.
/// </summary>
internal sealed class KnownParameters(RequestDelegate next)
{
    private const int MaxNameShown = 64;

    private readonly ConditionalWeakTable<Endpoint, FrozenDictionary<string, bool>> _known = [];

    public Task InvokeAsync(HttpContext context) =>
        context.Request.QueryString.HasValue && Unknown(context) is { } problem ? problem.ExecuteAsync(context) : next(context);

    private Problem? Unknown(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } route } endpoint || !IsOurs(route.TrimStart('/')))
            return null;
        FrozenDictionary<string, bool> known = _known.GetValue(endpoint, static endpoint => Read((RouteEndpoint)endpoint));
        if (!IsText(context.Request.QueryString.Value!))
            return new Problem(ProblemTypes.InvalidParameter, "The query is not text: what is percent-encoded in it must be UTF-8, and no control character.");
        foreach ((string name, StringValues values) in context.Request.Query)
        {
            if (known.TryGetValue(name, out bool several))
            {
                if (several || values.Count <= 1)
                    continue;
                return new Problem(ProblemTypes.InvalidParameter, $"{name} stands in the query {values.Count} times: once is what this call takes.");
            }

            string shown = name.Length > MaxNameShown ? name[..MaxNameShown] + "…" : name;
            string has = known.Count == 0 ? "it has none" : $"it has {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}";
            return new Problem(ProblemTypes.InvalidParameter, $"{shown} is no query parameter of this call: {has}.");
        }

        return null;
    }

    // What is no UTF-8 would be taken as it is written, "%FF", which is not what was meant; and a number may end in %00, says its parser.
    private static bool IsText(string query)
    {
        if (!query.Contains('%'))
            return true;
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(query.Length)];
        int length = 0;
        for (int at = 0; at < query.Length; at++)
        {
            if (query[at] == '%' && at + 2 < query.Length && byte.TryParse(query.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte decoded))
            {
                bytes[length++] = decoded;
                at += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(query.AsSpan(at, 1), bytes.AsSpan(length));
            }
        }

        ReadOnlySpan<byte> text = bytes.AsSpan(0, length);
        return Utf8.IsValid(text) && text.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && !text.Contains((byte)0x7F);
    }

    // "events" is the gateway's other name of "v1/events".
    private static bool IsOurs(string route) => route == "events" || route.StartsWith("v1/", StringComparison.Ordinal);

    // By name, whether it may stand there several times.
    private static FrozenDictionary<string, bool> Read(RouteEndpoint endpoint)
    {
        IEnumerable<(string Name, bool Several)> parameters = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters()
            .Where(parameter => IsText(parameter.ParameterType) && !parameter.GetCustomAttributes().Any(attribute => attribute is IFromHeaderMetadata or IFromServiceMetadata or IFromBodyMetadata or IFromRouteMetadata))
            .Select(parameter => (parameter.GetCustomAttributes().OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name!, parameter.ParameterType.IsArray))
            .Where(parameter => endpoint.RoutePattern.GetParameter(parameter.Item1) is null) ?? [];
        return parameters.ToFrozenDictionary(parameter => parameter.Name, parameter => parameter.Several, StringComparer.OrdinalIgnoreCase); // as they are bound
    }

    // What stands in a query is text, or a value that is read from text.
    private static bool IsText(Type type) => type == typeof(string) || type == typeof(string[]) || (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } or { IsEnum: true };
}
