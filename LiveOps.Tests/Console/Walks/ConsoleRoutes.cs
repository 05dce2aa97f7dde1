using System.Text.RegularExpressions;
using LiveOps.Console;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.Tests.Console.Walks;

/// <summary>The console's own endpoints, and who may: what is added to them and is not walked fails the walk.</summary>
internal sealed partial class ConsoleRoutes
{
    private static readonly string[] Elsewhere = ["/assets/", "/favicon.ico", "/sign-in/", "/sign-out/"]; // files, and Entra ID's ways

    private readonly (string Route, OperatorRole Role)[] _pages, _forms;

    private ConsoleRoutes(IEnumerable<RouteEndpoint> endpoints)
    {
        (string Method, string Route, OperatorRole Role)[] all =
        [
            .. from endpoint in endpoints
               from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
               let route = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}"
               where !Elsewhere.Any(other => route.StartsWith(other, StringComparison.Ordinal)) && !route.Contains('*', StringComparison.Ordinal)
               select (method, route, endpoint.Metadata.GetMetadata<Needs>()?.Role ?? OperatorRole.Viewer),
        ];
        _pages = [.. all.Where(one => one.Method == "GET").Select(one => (one.Route, one.Role))];
        _forms = [.. all.Where(one => one.Method == "POST").Select(one => (one.Route, one.Role))];
    }

    /// <summary>The routes of its pages.</summary>
    public IEnumerable<string> Pages => _pages.Select(page => page.Route);

    /// <summary>The routes that forms are sent to.</summary>
    public IEnumerable<string> Forms => _forms.Select(form => form.Route);

    /// <summary>Reads them off a console that is mapped and not started.</summary>
    public static async Task<ConsoleRoutes> ReadAsync()
    {
        WebApplicationBuilder builder = ServiceBuilder.Create();
        builder.AddServiceDefaults("console");
        builder.AddConsole();
        await using WebApplication app = builder.Build();
        app.MapConsole();
        return new ConsoleRoutes(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>());
    }

    /// <summary>The route of a page's path; null for none.</summary>
    public string? PageOf(string path) => Find(_pages, path).Route;

    /// <summary>The route of what a form is sent to.</summary>
    public string? FormOf(string path) => Find(_forms, path).Route;

    /// <summary>Who may see a page.</summary>
    public OperatorRole RoleOfPage(string path) => Find(_pages, path).Role;

    /// <summary>Who may send a form.</summary>
    public OperatorRole RoleOfForm(string route) => _forms.Single(form => form.Route == route).Role;

    // Of several the one that says most of it word by word, as routing has it.
    private static (string Route, OperatorRole Role) Find((string Route, OperatorRole Role)[] among, string path) => among
        .Where(one => Regex.IsMatch(path.Split('?')[0], $"^{Part().Replace(one.Route, "[^/]+")}$", RegexOptions.CultureInvariant))
        .OrderBy(one => Part().Count(one.Route)).FirstOrDefault();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Part();
}
