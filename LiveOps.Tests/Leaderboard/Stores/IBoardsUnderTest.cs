using LiveOps.Core.Bus;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.Leaderboard.Stores;

/// <summary>What a test's host needs to know of the store beneath.</summary>
internal interface IBoardsUnderTest
{
    /// <summary>What the service says on the bus.</summary>
    KeptBus Bus { get; }

    /// <summary>Adds the service with this store.</summary>
    void Add(WebApplicationBuilder builder);

    /// <summary>Before the service starts, for the first time or again.</summary>
    Task StartingAsync(WebApplication app);

    /// <summary>Before the service stops to be started again.</summary>
    void Stopping();

    /// <summary>Applies a message as if it came on the bus.</summary>
    Task ApplyAsync(BusMessage message);

    /// <summary>When it completes, what is due by now is closed.</summary>
    Task RolledOverAsync();
}
