using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>
/// What came as a HEAD and is answered as a GET. Most calls need not know: the server sends no body. A call whose body has no end must: it would last for as long as a listener's, with
/// nobody to hear it.
/// </summary>
public static class HeadRequests
{
    private static readonly object Key = new();

    /// <summary>Whether the caller asked for the headers alone.</summary>
    public static bool IsForHeadersAlone(this HttpContext context) => context.Items.ContainsKey(Key);

    /// <summary>Has a HEAD answered as a GET.</summary>
    internal static void Begin(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
            return;
        context.Request.Method = HttpMethods.Get;
        context.Items[Key] = Key;
    }
}
