using System.Text;
using System.Text.Json;
using LiveOps.Console.Services;
using LiveOps.Console.Sessions;
using LiveOps.Console.Words;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveOps.Console.Shell;

/// <summary>Where a page is made: asks services on the operator's behalf, a bounded number of times, and puts the page together.</summary>
internal sealed class Desk(IHttpContextAccessor accessor, ServiceClients clients, IAntiforgery forms, TimeProvider clock)
{
    /// <summary>How often one page asks services at most, all of them together; of many things done at once each is one more.</summary>
    public const int MostCalls = 16;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    private int _calls;
    private bool _isRefused;

    /// <summary>The request.</summary>
    public HttpContext Context => accessor.HttpContext!;

    /// <summary>Who asks.</summary>
    public SignedIn? Who => SignedIn.Of(Context.User);

    /// <summary>The console's words for them.</summary>
    public Speech Speech => Preferences.SpeechOf(Context.Request);

    /// <summary>How often services were asked.</summary>
    public int Calls => _calls;

    /// <summary>Reads from a service.</summary>
    public Task<Answer> GetAsync(string service, FormattableString path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        SendAsync(HttpMethod.Get, service, ServicePath.Of(path, query), null, ServiceClients.Patience);

    /// <summary>Reads what a service has to count first.</summary>
    public Task<Answer> CountAsync(string service, FormattableString path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        SendAsync(HttpMethod.Get, service, ServicePath.Of(path, query), null, ServiceClients.CountPatience);

    /// <summary>Has a service change something.</summary>
    /// <param name="method">How.</param>
    /// <param name="service">Which.</param>
    /// <param name="path">What.</param>
    /// <param name="body">An object that is sent as JSON, or text that is sent as it is.</param>
    /// <param name="patience">How long it may take; null for what a change may.</param>
    /// <param name="ifMatch">The version that is changed.</param>
    /// <param name="query">What stands in the query; what is empty is left out.</param>
    public Task<Answer> ChangeAsync(
        HttpMethod method, string service, FormattableString path, object? body = null, TimeSpan? patience = null, string? ifMatch = null, params ReadOnlySpan<(string Name, string? Value)> query) =>
        SendAsync(method, service, ServicePath.Of(path, query), body, patience ?? ServiceClients.ChangePatience, ifMatch);

    /// <summary>Has a service's answer go to the operator as a file; where there is none a page says why.</summary>
    public async Task<IResult> DownloadAsync(string service, HttpMethod method, FormattableString path, string fileName, string type, object? body, params (string Name, string? Value)[] query)
    {
        if (ServicePath.Of(path, query) is not { } address || Who is not { } who)
            return NothingHere.Page(this);
        using HttpRequestMessage request = Request(method, address, body, null);
        if (await clients.PassOnAsync(service, request, type, who.Token, who.SaidName, Context.Response, fileName, Context.RequestAborted) is not { } answer)
            return Results.Empty;
        _isRefused |= answer.Status == StatusCodes.Status401Unauthorized;
        return answer.IsDown && answer.Detail.Length == 0 ? NothingHere.Page(this, Speech.Say("down", service), StatusCodes.Status502BadGateway) : Page<WhyPage>(Refused(answer));
    }

    /// <summary>The form that was sent.</summary>
    public async Task<Fields> FormAsync() => new(await Context.Request.ReadFormAsync(Context.RequestAborted));

    /// <summary>A page.</summary>
    public IResult Page<TPage>(Notice? notice, params (string Name, object? Value)[] parameters) where TPage : IComponent
    {
        if (_isRefused) // the token is taken away, or was replaced
            return Ended(notice);
        var all = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        all[nameof(ConsolePage.S)] = Screen(notice);
        return new RazorComponentResult<TPage>(all) { PreventStreamingRendering = true, StatusCode = notice?.Status ?? StatusCodes.Status200OK };
    }

    /// <summary>Back to a page once something was done, which it says. A page that is loaded again then does nothing again.</summary>
    /// <param name="path">The page.</param>
    /// <param name="done">The word for it, without its <c>done.</c>.</param>
    public static IResult Done(string path, string done) => new SeeOther($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={done}");

    /// <summary>Says that something was not done, and why.</summary>
    public Notice Refused(Answer answer) =>
        answer.IsDown && answer.Detail.Length == 0
            ? new Notice(false, Speech["not-done-down"], "", StatusCodes.Status502BadGateway)
            : new Notice(false, Speech["not-done"], answer.Detail, answer.Status is >= 400 and < 600 ? answer.Status : StatusCodes.Status502BadGateway);

    /// <summary>Says that what stood in the form cannot be.</summary>
    public Notice Wrong(string key) => new(false, Speech["not-done"], Speech[key], StatusCodes.Status400BadRequest);

    // What was typed is not lost with the token. Whether anything was done is for what was to be said to tell.
    private IResult Ended(Notice? said)
    {
        _isRefused = false; // it is said now
        HttpRequest request = Context.Request;
        if (request.Headers.ContainsKey("HX-Request"))
            return Page<EndedPart>(null);
        if (!HttpMethods.IsPost(request.Method))
            return TypedResults.Redirect($"/sign-in?done=ended&back={Uri.EscapeDataString(request.Path + Preferences.WithoutDone(request.Query))}");
        return Page<WhyPage>(new Notice(false, Speech["done.ended"], said?.Text ?? "", StatusCodes.Status401Unauthorized), ("Typed", TypedForm.Of(Context)), ("SignInFor", PageOfForm.Of(Context)));
    }

    private async Task<Answer> SendAsync(HttpMethod method, string service, string? address, object? body, TimeSpan patience, string? ifMatch = null)
    {
        if (address is null)
            return new Answer { Status = StatusCodes.Status404NotFound };
        if (++_calls > MostCalls) // calls begin one after the other, on the request's own thread
            throw new InvalidOperationException("a page asks too often");
        using HttpRequestMessage request = Request(method, address, body, ifMatch);
        Answer answer = await clients.SendAsync(service, request, Who?.Token, Who?.SaidName, patience, Context.RequestAborted);
        if (answer.Status == StatusCodes.Status401Unauthorized)
            _isRefused = true;
        return answer;
    }

    private static HttpRequestMessage Request(HttpMethod method, string address, object? body, string? ifMatch)
    {
        var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
        return request;
    }

    private Screen Screen(Notice? notice)
    {
        HttpRequest request = Context.Request;
        string done = $"done.{request.Query["done"]}";
        return new Screen
        {
            Who = Who,
            Speech = Speech,
            Theme = Preferences.ThemeOf(request),
            Zone = Preferences.ZoneOf(request),
            FormToken = forms.GetAndStoreTokens(Context).RequestToken!,
            Path = HttpMethods.IsGet(request.Method) ? request.Path + Preferences.WithoutDone(request.Query) : "/",
            Refused = notice is { IsGood: false } && Context.Features.Get<IFormFeature>()?.Form is { } form ? new Fields(form) : null,
            RefusedAt = request.Path.Value ?? "",
            Notice = notice ?? (Speech.Has(done) ? new Notice(true, Speech[done]) : null),
            Ends = Context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is { } ends && ends - clock.GetUtcNow() < Soon ? ends : null,
            Now = clock.GetUtcNow(),
        };
    }

    /// <summary>A 303: what answers a form is another page.</summary>
    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.Headers.Location) = (StatusCodes.Status303SeeOther, path);
            return Task.CompletedTask;
        }
    }
}
