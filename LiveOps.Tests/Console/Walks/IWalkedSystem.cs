using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Tests.Console.Walks;

/// <summary>A system with a console, embedded or in a cluster, as whoever walks through the console needs it.</summary>
internal interface IWalkedSystem
{
    /// <summary>Where the console is.</summary>
    Uri Console { get; }

    /// <summary>The token of an operator of a role.</summary>
    string TokenOf(OperatorRole role);

    /// <summary>A call of a service by an admin; one that nobody answered is made again.</summary>
    Task<HttpResponseMessage> CallAsync(HttpMethod method, string service, string path, string? body = null, string? ifMatch = null);

    /// <summary>A signed call of a service.</summary>
    Task<HttpResponseMessage> SignAsync(string service, string path, string body);

    /// <summary>
    /// Sets a message with 7 XP for a player aside, where and as Progression does with what it cannot apply; its id. It is written past the system, which has no way to make one of a message that
    /// can be applied later.
    /// </summary>
    Task<string> SetAsideAsync(string player);
}
