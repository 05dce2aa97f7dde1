using Microsoft.AspNetCore.Routing.Template;

namespace LiveOps.Console.Shell;

/// <summary>Which page a form stands in, by where it is sent: the page of that path, else the nearest above it.</summary>
internal static class PageOfForm
{
    /// <summary>The page's path; the first page where there is none.</summary>
    public static string Of(HttpContext http)
    {
        TemplateMatcher[] pages =
        [
            .. http.RequestServices.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true)
                .Select(endpoint => new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), new RouteValueDictionary())),
        ];
        for (string path = http.Request.Path.Value ?? ""; path.Length > 1; path = path[..path.LastIndexOf('/')])
        {
            if (pages.Any(page => page.TryMatch(path, new RouteValueDictionary())))
                return LocalPath.Of(new PathString(path).ToUriComponent());
        }

        return "/";
    }
}
