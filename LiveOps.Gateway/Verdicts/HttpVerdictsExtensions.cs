using LiveOps.Core.Verdicts;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Verdicts;

/// <summary>Registers <see cref="HttpVerdicts"/>.</summary>
internal static class HttpVerdictsExtensions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Lets verdicts be asked for over HTTP/2 at the address <c>FAIRNESS_URL</c>, with <c>OPERATOR_TOKEN</c>.
    /// </summary>
    /// <exception cref="SettingException">One of them is missing or wrong: without verdicts a gateway must not start.</exception>
    public static void AddHttpVerdicts(this IHostApplicationBuilder builder)
    {
        if (!Uri.TryCreate(builder.Configuration["FAIRNESS_URL"], UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new SettingException("FAIRNESS_URL must be the http or https address of Fairness.");
        if (string.IsNullOrEmpty(builder.Configuration["OPERATOR_TOKEN"]))
            throw new SettingException("OPERATOR_TOKEN is not set: Fairness gives verdicts to nobody without it.");
        IConfiguration configuration = builder.Configuration;
        builder.Services.AddSingleton<IVerdicts>(_ => new HttpVerdicts(Client(address), () => configuration["OPERATOR_TOKEN"]));
    }

    internal static HttpClient Client(Uri address) => new(new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // so that a new address behind the name is found
        AllowAutoRedirect = false,
    })
    {
        BaseAddress = address,
        Timeout = Timeout,
        MaxResponseContentBufferSize = VerdictsFormat.MaxBytes,
    };
}
