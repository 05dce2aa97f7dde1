// A game's server: it signs with the game's secret, has keys made for its players' clients, and reports what it has seen itself. Events are in its outbox before it answers.
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Players;
using LiveOps.Client.Signing;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ =>
{
    var client = new LiveOpsClient(new LiveOpsOptions
    {
        Gateway = new Uri(builder.Configuration["GATEWAY"] ?? "http://localhost:8080"),
        Leaderboard = new Uri(builder.Configuration["LEADERBOARD"] ?? "http://localhost:8082"),
        Key = ClientKey.Game(builder.Configuration["HMAC_SECRET"] ?? throw new InvalidOperationException("set HMAC_SECRET")),
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
app.MapPost("/login/{player}", async (string player, LiveOpsClient liveOps, CancellationToken gone) =>
{
    IssuedKey key = await liveOps.MakePlayerKeyAsync(player, TimeProvider.System.GetUtcNow().AddDays(1), gone);
    return new { key.Key, key.Secret };
});

// A match is over: what it brought is kept, all or nothing, before the players hear of it.
app.MapPost("/matches", (Match match, LiveOpsClient liveOps) =>
{
    AddOutcome kept = liveOps.Add(
    [
        GameEvent.Score(match.Winner, "arena", match.Score).WithId($"{match.Id}.score"),
        GameEvent.Xp(match.Winner, 50).WithId($"{match.Id}.xp"),
        GameEvent.Counter(match.Winner, "matches").WithId($"{match.Id}.count"),
    ]);
    return kept == AddOutcome.Kept ? Results.Accepted() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
});

app.MapGet("/top", async (LiveOpsClient liveOps, CancellationToken gone) =>
    (await liveOps.BoardAsync("arena", BoardWindow.Daily, limit: 10, cancellation: gone)).Entries.Select(entry => $"{entry.Rank}. {entry.PlayerId} {entry.Score}"));

app.Run();

internal sealed record Match(string Id, string Winner, long Score);
