using System.Security.Cryptography;

namespace LiveOps.Console.Assets;

/// <summary>The files that pages stand on, compressed once. Their addresses change when they do, so that browsers may keep them for ever.</summary>
internal static class Files
{
    private static readonly Lazy<AssetFile> StyleFile = new(() => AssetFile.Read("console.css", "text/css; charset=utf-8"));
    private static readonly Lazy<AssetFile> ScriptFile = new(() => AssetFile.Read("htmx.min.js", "text/javascript; charset=utf-8"));

    /// <summary>Where the style lies.</summary>
    public static string Style { get; } = $"/assets/console.css?v={Version(AssetFile.Bytes("console.css"))}";

    /// <summary>Where htmx lies.</summary>
    public static string Script { get; } = $"/assets/htmx.js?v={Version(AssetFile.Bytes("htmx.min.js"))}";

    /// <summary>Where the icon lies.</summary>
    public static string Icon { get; } = $"/assets/icon.svg?v={Version(AssetFile.IconBytes)}";

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder assets = routes.MapGroup("/assets").ExcludeFromDescription();
        assets.MapGet("/console.css", () => StyleFile.Value);
        assets.MapGet("/htmx.js", () => ScriptFile.Value);
        assets.MapGet("/icon.svg", () => AssetFile.Icon);
        routes.MapGet("/favicon.ico", () => TypedResults.StatusCode(StatusCodes.Status204NoContent)).ExcludeFromDescription();
    }

    private static string Version(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file))[..12];
}
