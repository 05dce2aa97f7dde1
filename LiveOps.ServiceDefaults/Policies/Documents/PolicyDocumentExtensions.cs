using System.Reflection;
using LiveOps.Core.Policies;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Registers documents with versions.</summary>
public static class PolicyDocumentExtensions
{
    /// <summary>Registers what a replica goes by that shares its documents with others: <see cref="IPolicies{T}"/>, which looks at the <see cref="IPolicyStore"/> all the time.</summary>
    /// <typeparam name="T">The parsed policy.</typeparam>
    /// <param name="services">The service's.</param>
    /// <param name="name">The document.</param>
    /// <param name="parse">Parses what was taken once.</param>
    /// <param name="over">Lays something over it; null for nothing.</param>
    public static void AddSharedPolicies<T>(this IServiceCollection services, PolicyName name, Func<byte[], T> parse, Func<IServiceProvider, IPolicies<T>, IPolicies<T>>? over = null) where T : class
    {
        services.AddSingleton(provider => new PoliciesInForce<T>(
            name, provider.GetRequiredService<PolicyFile<T>>(), parse, provider.GetRequiredService<IPolicyStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PoliciesInForce<T>>>()));
        services.AddSingleton(provider => over is null ? provider.GetRequiredService<PoliciesInForce<T>>() : over(provider, provider.GetRequiredService<PoliciesInForce<T>>()));
        services.AddHostedService(provider => provider.GetRequiredService<PoliciesInForce<T>>());
    }

    /// <summary>
    /// Registers a document beside its <see cref="PolicyFile{T}"/>, and the calls' way to it. Needs an <see cref="IPolicyStore"/> and <see cref="DryRunSettings"/>; an <see cref="IPolicyEffects{T}"/> tells more, an <see cref="IPolicyObjections{T}"/>
    /// refuses more, and an <see cref="IPolicyDryRun{T}"/> tries it, where there is one.
    /// </summary>
    /// <typeparam name="T">The parsed policy.</typeparam>
    /// <param name="services">The service's.</param>
    /// <param name="name">The document.</param>
    /// <param name="resources">The assembly that holds its schema as the resource <c>&lt;name&gt;.schema.json</c>.</param>
    /// <param name="parse">Parses and validates what comes in.</param>
    public static void AddPolicyDocument<T>(this IServiceCollection services, PolicyName name, Assembly resources, Func<byte[], T> parse) where T : class
    {
        services.AddSingleton<IPolicyDocument>(provider => new PolicyDocument<T>(
            name, resources, provider.GetRequiredService<PolicyFile<T>>(), parse,
            provider.GetService<IPolicyEffects<T>>(), provider.GetService<IPolicyObjections<T>>(), provider.GetService<IPolicyDryRun<T>>()));
        services.TryAddSingleton(provider => new DryRunTurn(provider.GetRequiredService<DryRunSettings>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<PolicyChanges>();
        services.TryAddSingleton<PolicyDocuments>();
        services.AddHostedService<ScheduledVersions>();
    }
}
