using System.Net;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Operators;

namespace LiveOps.Tests.Console;

/// <summary>Somebody at the console without a browser: keeps cookies, follows no redirect, and sends forms as they stand in pages.</summary>
internal sealed partial class ConsoleVisitor : IDisposable
{
    private readonly HttpClient _http;

    public ConsoleVisitor(LiveSystem live, string language = "en") : this(path => live.Url("console", path), null, language)
    {
    }

    public ConsoleVisitor(Func<string, Uri> url, TimeSpan? patience = null, string language = "en")
    {
        Url = url;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
        _http.Timeout = patience ?? _http.Timeout;
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    /// <summary>Where the console is: another one of its replicas, from when it is set.</summary>
    public Func<string, Uri> Url { get; set; }

    /// <summary>Whether a service is away. Where none is, a page that says so comes of a machine with much to do, on which a service did not answer in time: it is asked for again.</summary>
    public bool IsAnyAway { get; set; }

    /// <summary>What a page has in a hidden or typed field.</summary>
    public static string FieldOf(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    public CookieContainer Cookies { get; } = new();

    /// <summary>Somebody who has signed in; an admin, or whom else a role's token lets in.</summary>
    public static async Task<ConsoleVisitor> SignedInAsync(LiveSystem live, OperatorRole role = OperatorRole.Admin, string language = "en")
    {
        var visitor = new ConsoleVisitor(live, language);
        for (var patience = new Patience(); ;)
        {
            (int status, string page, _) = await visitor.SignInAsync(role == OperatorRole.Admin ? LiveSystem.OperatorToken : RolesFixture.TokenOf(role).Replace(' ', '-'), role == OperatorRole.Admin ? "ann" : "");
            if (status == 303)
                return visitor;
            Assert.True(status == 502 && !patience.IsOver, page); // no service has said in time whose token it is
        }
    }

    public Task<(int Status, string Page, HttpResponseMessage Answer)> SignInAsync(string token, string name = "", string back = "/") =>
        SendAsync("/sign-in", "/sign-in", ("token", token), ("name", name), ("back", back));

    public async Task<(int Status, string Page, HttpResponseMessage Answer)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        for (var patience = new Patience(); ;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url(path));
            foreach ((string name, string value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            HttpResponseMessage answer = await _http.SendAsync(request);
            string page = await answer.Content.ReadAsStringAsync();
            if (IsAnyAway || patience.IsOver || !IsAway().IsMatch(WebUtility.HtmlDecode(page)))
                return ((int)answer.StatusCode, page, answer);
            answer.Dispose();
        }
    }

    /// <summary>A page that must be there.</summary>
    public async Task<string> PageAsync(string path)
    {
        (int status, string page, _) = await GetAsync(path);
        Assert.True(status == 200, $"GET {path}: {status} {page}");
        return page;
    }

    /// <summary>Sends a form with the token of the page that it stands in.</summary>
    public async Task<(int Status, string Page, HttpResponseMessage Answer)> SendAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        (_, string html, _) = await GetAsync(page);
        return await PostAsync(path, [.. fields, ("form", WebUtility.HtmlDecode(FormToken().Match(html).Groups[1].Value))]);
    }

    /// <summary>Sends fields as they are.</summary>
    public async Task<(int Status, string Page, HttpResponseMessage Answer)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        HttpResponseMessage answer = await _http.PostAsync(Url(path), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>Sends whatever it is, once the console says that it may come.</summary>
    public async Task<(int Status, string Page)> PostAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(path)) { Content = content };
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a form that must be done; where it leads.</summary>
    public async Task<string> DoAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        (int status, string html, HttpResponseMessage answer) = await SendAsync(page, path, fields);
        Assert.True(status == 303, $"POST {path}: {status} {html}");
        return answer.Headers.Location!.OriginalString;
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("does not answer now: what it knows is missing|서비스가 응답하지 않아")]
    private static partial Regex IsAway();

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
