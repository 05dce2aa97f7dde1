using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard;
using LiveOps.Leaderboard.State;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Leaderboard.Stores.Memory;

/// <summary>The boards in this process, their scores and commands applied at once; a restart goes through a snapshot.</summary>
internal sealed class MemoryBoards(ManualClock clock) : IBoardsUnderTest
{
    private byte[]? _snapshot;

    public DirectLog Log { get; } = new();

    public KeptBus Bus => Log.Bus;

    public LeaderboardState State => (LeaderboardState)Log.State!;

    public void Add(WebApplicationBuilder builder)
    {
        builder.Configuration["DEDUPE_CAPACITY"] = "100000";
        builder.Services.AddSingleton<ICommandLog>(Log);
        builder.Services.AddSingleton<IEventBus>(Log);
        builder.AddBoards();
    }

    public Task StartingAsync(WebApplication app)
    {
        Log.State = app.Services.GetRequiredService<LeaderboardState>();
        if (_snapshot is not null)
            State.Load(new MemoryStream(_snapshot));
        return Task.CompletedTask;
    }

    public void Stopping()
    {
        using var snapshot = new MemoryStream();
        State.Save(snapshot);
        _snapshot = snapshot.ToArray();
    }

    public Task ApplyAsync(BusMessage message)
    {
        Log.Apply(message);
        return Task.CompletedTask;
    }

    // Until the service's clock has done it.
    public Task RolledOverAsync() => Eventually.TrueAsync(() => State.NextDue > clock.Now());
}
