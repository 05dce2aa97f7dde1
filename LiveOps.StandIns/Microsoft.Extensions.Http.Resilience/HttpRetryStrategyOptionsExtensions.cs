namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Which requests are not tried again.</summary>
public static class HttpRetryStrategyOptionsExtensions
{
    /// <summary>Does not try again what may have had an effect: POST, PATCH, PUT, DELETE, CONNECT.</summary>
    public static void DisableForUnsafeHttpMethods(this HttpRetryStrategyOptions options) =>
        options.DisableFor(HttpMethod.Delete, HttpMethod.Post, HttpMethod.Put, HttpMethod.Connect, HttpMethod.Patch);

    /// <summary>Does not try again requests of these methods.</summary>
    public static void DisableFor(this HttpRetryStrategyOptions options, params HttpMethod[] methods)
    {
        var shouldHandle = options.ShouldHandle;
        options.ShouldHandle = async args =>
            await shouldHandle(args).ConfigureAwait(false)
            && !(args.Context.Properties.TryGetValue(StandardResilienceHandler.Request, out HttpRequestMessage? request) && methods.Contains(request.Method));
    }
}
