using System.Diagnostics;
using System.Reflection;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>A service's policy file.</summary>
public static class PolicyExtensions
{
    // A store's connection is made in the background: at start it may not be there yet. Real time, whatever the service's clock says.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Registers <see cref="PolicyFile{T}"/>, what <c>/readyz</c> says of it, and its count of refusals. Embedded the last good version is in the state that the journal has replayed.</summary>
    /// <typeparam name="T">The parsed policy.</typeparam>
    /// <param name="services">The service's.</param>
    /// <param name="document">The document's name, by which <c>/readyz</c> (<c>policy-boards</c>) and the metric (<c>boards</c>) call it.</param>
    /// <param name="file">The file's name, without <c>.json</c>.</param>
    /// <param name="defaults">The assembly that holds the default as a resource.</param>
    /// <param name="parse">Parses and validates.</param>
    /// <param name="lastGood">The JSON of the last good version; empty for none.</param>
    public static void AddPolicyFile<T>(this IServiceCollection services, string document, string file, Assembly defaults, Func<byte[], T> parse, Func<IServiceProvider, byte[]> lastGood) where T : class
    {
        services.AddSingleton(provider => new PolicyFile<T>(
            file, defaults, parse,
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PolicyFile<T>>>(),
            () => lastGood(provider) is { Length: > 0 } json ? json : null,
            provider.GetRequiredService<IMetricFactory>().CreateCounter("policy_refusals_total", "Policy files that were refused; the last good version runs on.", ["policy"]).WithLabels(document),
            provider.GetService<IPolicyObjections<T>>() is { } objections ? new PolicyObjector<T>(objections, provider.GetRequiredService<TimeProvider>()) : null));
        services.AddHealthChecks().Add(new HealthCheckRegistration($"policy-{document}", provider => new PolicyCheck<T>(provider.GetRequiredService<PolicyFile<T>>()), null, null));
    }

    /// <summary>The same where the last good version is in a store that all replicas share.</summary>
    /// <typeparam name="T">The parsed policy.</typeparam>
    /// <typeparam name="TStore">Where it is kept.</typeparam>
    public static void AddPolicyFile<T, TStore>(this IServiceCollection services, string document, string file, Assembly defaults, Func<byte[], T> parse)
        where T : class where TStore : class, ILastGoodPolicy
    {
        services.AddSingleton<ILastGoodPolicy, TStore>();
        services.AddPolicyFile(document, file, defaults, parse, provider => Read(provider.GetRequiredService<ILastGoodPolicy>()));
        services.AddHostedService<PolicyKeeper<T>>();
    }

    // Only of a start with a bad file: nothing else waits for it.
    private static byte[] Read(ILastGoodPolicy store) => Task.Run(async () =>
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await store.ReadAsync(CancellationToken.None) ?? [];
            }
            catch (StoreUnavailableException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(LookAgain);
            }
        }
    }).GetAwaiter().GetResult();
}
