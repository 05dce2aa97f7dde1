using System.Net;
using System.Text.RegularExpressions;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Console;

/// <summary>Somebody at the console, signed in by the operators' token.</summary>
internal sealed partial class Visitor(Uri console) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = console };

    /// <exception cref="InvalidOperationException">The console does not let them in.</exception>
    public async Task SignInAsync()
    {
        string form = FormToken().Match(await _http.GetStringAsync(new Uri("/sign-in", UriKind.Relative))).Groups[1].Value;
        using var fields = new FormUrlEncodedContent([new("token", ServeCommand.OperatorToken), new("name", "bench"), new("back", "/"), new("form", WebUtility.HtmlDecode(form))]);
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/sign-in", UriKind.Relative), fields);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"the console answers a sign-in with {(int)answer.StatusCode}");
    }

    /// <summary>Asks for a page, which must be there and have all its parts, among them this.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public async Task SeeAsync(string path, string wanted)
    {
        if (!(await AskAsync(path)).Contains(wanted, StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} has no {wanted}");
    }

    /// <summary>Asks for a page until it has this.</summary>
    /// <exception cref="InvalidOperationException">It never had.</exception>
    public async Task WaitAsync(string path, string wanted)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            if ((await AskAsync(path)).Contains(wanted, StringComparison.Ordinal))
                return;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"{path} never had {wanted}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<string> AskAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        string page = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK || page.Contains("class=\"down\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} is answered with {(int)answer.StatusCode}, or a part of it is missing");
        return page;
    }

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
