using LiveOps.Core.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores;

/// <summary>Where hosts of a test keep what they keep, one after the other or side by side; and the bus before them.</summary>
internal interface ITestStore : IEventBus
{
    /// <summary>Settings that choose it.</summary>
    IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>Messages that hosts published, events aside.</summary>
    IReadOnlyList<BusMessageKind> Published { get; }

    /// <summary>Whether nothing can be published.</summary>
    bool IsDown { get; set; }

    /// <summary>Registers what the service finds there already.</summary>
    void Register(IServiceCollection services);

    /// <summary>Feeds a host that was built from now on.</summary>
    void Serve(IServiceProvider services);
}
