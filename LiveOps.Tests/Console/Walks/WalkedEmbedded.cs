using System.Net.Http.Headers;
using System.Text;
using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using LiveOps.Tests.ServiceDefaults.Operators;

namespace LiveOps.Tests.Console.Walks;

/// <summary>The embedded system, walked.</summary>
internal sealed class WalkedEmbedded(LiveSystem live) : IWalkedSystem, IDisposable
{
    private readonly HttpClient _http = new();
    private int _letters;

    public Uri Console => live.Url("console", "/");

    /// <summary>The settings that give each role a token of its own; an admin has the shared one.</summary>
    public static (string Name, string Value)[] Settings =>
    [
        .. new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator }.SelectMany(role => new (string, string)[]
        {
            ($"Operators__{Name(role)}s__Token", Token(role)), ($"Operators__{Name(role)}s__Role", Name(role)),
        }),
    ];

    /// <summary>The token of a role.</summary>
    public static string Token(OperatorRole role) => RolesFixture.TokenOf(role).Replace(' ', '-');

    public string TokenOf(OperatorRole role) => role == OperatorRole.Admin ? LiveSystem.OperatorToken : Token(role);

    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string service, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, live.Url(service, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SignAsync(string service, string path, string body) => live.SignedAsync(service, path, Encoding.UTF8.GetBytes(body));

    public Task<string> SetAsideAsync(string player)
    {
        int at = 4711 + _letters++;
        new DeadLetterFiles(Path.Combine(live.DataFolder, "dead-letters"), TimeProvider.System)
            .Add("progression", at, 2, TestEvent.Batch(TestEvent.Xp(player, 7) with { Id = $"letter-{at}" }), new InvalidOperationException(Stage.Hostile));
        return Task.FromResult(DeadLetterFiles.IdOf(at));
    }

    public void Dispose() => _http.Dispose();

    private static string Name(OperatorRole role) => role.ToString().ToLowerInvariant();
}
