using System.Collections.Frozen;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// The table of a service: which role each of its operators' calls needs. A call that is missing needs the highest, and a test says that it is missing.
/// </summary>
/// <param name="calls">The service's own.</param>
public sealed class OperatorRoles(params IEnumerable<OperatorRoute> calls)
{
    private readonly FrozenDictionary<(string Method, string Route), OperatorRole> _roles = SharedCalls.All.Concat(calls).ToFrozenDictionary(call => (call.Method, call.Route), call => call.Role);

    /// <summary>Every line: also those of calls that every service has which has what they are about.</summary>
    public IEnumerable<OperatorRoute> Calls => _roles.Select(call => new OperatorRoute(call.Key.Method, call.Key.Route, call.Value));

    /// <summary>The role that a call needs.</summary>
    /// <param name="method">Its method, in capitals.</param>
    /// <param name="route">Its route, as it is mapped.</param>
    public OperatorRole Of(string method, string route) => _roles.GetValueOrDefault((method, route.TrimEnd('/')), OperatorRole.Admin);
}
