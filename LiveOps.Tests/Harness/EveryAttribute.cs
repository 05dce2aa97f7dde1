using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LiveOps.Tests.Harness;

/// <summary>
/// Runs a test once for each of several implementations of the same thing: what one promises, all do. An implementation more is a value more, and all
/// of these tests take it up by themselves.
/// </summary>
/// <typeparam name="T">The implementations; the test's last parameter is the one at hand.</typeparam>
/// <param name="data">The test's parameters before it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryAttribute<T>(params object?[] data) : DataAttribute where T : struct, Enum
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<T>().Select(value => new TheoryDataRow([.. data, value]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
