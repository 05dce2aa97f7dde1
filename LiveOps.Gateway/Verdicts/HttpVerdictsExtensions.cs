using LiveOps.Core.Verdicts;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Verdicts;

/// <summary>Registers <see cref="HttpVerdicts"/>.</summary>
internal static class HttpVerdictsExtensions
{
    private const string Client = "verdicts", Discovered = "http://_verdicts.fairness";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1), PingDelay = TimeSpan.FromSeconds(5), PingTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Lets verdicts be asked for over HTTP/2 at the address <c>FAIRNESS_URL</c>, or where service discovery finds Fairness's endpoint
    /// <c>verdicts</c>, with <c>OPERATOR_TOKEN</c>. An answer may take <c>FAIRNESS_TIMEOUT_MS</c>.
    /// </summary>
    /// <exception cref="SettingException">A setting is missing or wrong: without verdicts a gateway must not start.</exception>
    public static void AddHttpVerdicts(this IHostApplicationBuilder builder)
    {
        IConfiguration configuration = builder.Configuration;
        Uri address = AddressOf(configuration);
        if (OperatorToken.Read(configuration) is null)
            throw new SettingException("OPERATOR_TOKEN is not set: Fairness gives verdicts to nobody without it.");
        TimeSpan timeout = TimeSpan.FromMilliseconds(configuration.GetWhole("FAIRNESS_TIMEOUT_MS", 1000, 10, 60_000));

        IHttpClientBuilder client = builder.Services.AddHttpClient(Client, client =>
        {
            client.BaseAddress = address;
            client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's takes its place
            client.MaxResponseContentBufferSize = VerdictsFormat.MaxBytes;
        });
        client.RemoveAllLoggers();
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan); // the connections' own takes its place
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = ConnectTimeout,
            KeepAlivePingDelay = PingDelay, // a peer that is gone without a word is noticed, and connected to anew
            KeepAlivePingTimeout = PingTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // so that a new address behind the name is found
            AllowAutoRedirect = false,
        });
#pragma warning disable EXTEXP0001 // marked as under evaluation, unchanged since 9.0
        client.RemoveAllResilienceHandlers(); // it has a pipeline of its own, whose breaker no other client's failures open
#pragma warning restore EXTEXP0001

        builder.Services.AddSingleton<IVerdicts>(services => new HttpVerdicts(
            services.GetRequiredService<IHttpClientFactory>().CreateClient(Client),
            () => OperatorToken.Read(configuration),
            VerdictsPipeline.Build(timeout, services.GetRequiredService<TimeProvider>())));
    }

    private static Uri AddressOf(IConfiguration configuration)
    {
        if (configuration["FAIRNESS_URL"] is { Length: > 0 } given)
        {
            return Uri.TryCreate(given, UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https")
                ? address
                : throw new SettingException("FAIRNESS_URL must be the http or https address of Fairness.");
        }

        return configuration.GetSection("services:fairness:verdicts").Exists()
            ? new Uri(Discovered)
            : throw new SettingException("FAIRNESS_URL must be the address where Fairness gives verdicts.");
    }
}
