// A game's server: it signs with the game's secret, has keys made for its players' clients, and reports what it has seen itself. Events are in its outbox before it answers.
using System.Security.Cryptography;
using System.Text;
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string secret = builder.Configuration["HMAC_SECRET"] ?? throw new InvalidOperationException("set HMAC_SECRET");
builder.Services.AddSingleton(_ =>
{
    var client = new LiveOpsClient(new LiveOpsOptions
    {
        Gateway = new Uri(builder.Configuration["GATEWAY"] ?? "http://localhost:8080"),
        Leaderboard = new Uri(builder.Configuration["LEADERBOARD"] ?? "http://localhost:8082"),
        Key = ClientKey.Game(secret),
        Outbox = new OutboxOptions { Folder = builder.Configuration["OUTBOX"] ?? "outbox" },
    });
    client.Start(); // sends on the thread pool
    return client;
});
WebApplication app = builder.Build();
app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (ArgumentException e) // what is said is no player, no event
    {
        await Results.BadRequest(e.Message).ExecuteAsync(context);
    }
});

// Who signs in gets a key for a day. (Here anybody may be anybody; a game knows better.)
app.MapPost("/login/{player}", (string player, LiveOpsClient liveOps, CancellationToken gone) =>
    liveOps.MakePlayerKeyAsync(player, TimeProvider.System.GetUtcNow().AddDays(1), gone)); // its name and its secret

// A match is over: what it brought is kept, all or nothing, before the players hear of it.
app.MapPost("/matches", (Match match, LiveOpsClient liveOps) =>
{
    AddOutcome kept = liveOps.Add(
    [
        GameEvent.Score(match.Winner, "arena", match.Score).WithId(IdOf($"{match.Id}.score")),
        GameEvent.Xp(match.Winner, 50).WithId(IdOf($"{match.Id}.xp")),
        GameEvent.Counter(match.Winner, "matches").WithId(IdOf($"{match.Id}.count")),
    ]);
    return kept == AddOutcome.Kept ? Results.Accepted() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
});
app.MapGet("/top", async (LiveOpsClient liveOps, CancellationToken gone) =>
    (await liveOps.BoardAsync("arena", BoardWindow.Daily, limit: 10, cancellation: gone)).Entries.Select(entry => $"{entry.Rank}. {entry.PlayerId} {entry.Score}"));
app.Run();

// The same for the same match, and nobody's to guess: whoever has a player's key could else use the id first. No signature is of a text with a line feed in its id.
string IdOf(string what) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"event id\n{what}")));

internal sealed record Match(string Id, string Winner, long Score);
