using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>Where a Redis is and how it is spoken to. Nothing of it reaches a log but hosts and ports.</summary>
internal sealed class RedisSettings
{
    private const int KeepAliveSeconds = 5;

    private RedisUrl? _url;
    private X509Certificate2Collection? _authorities;

    /// <summary>What the client's own parser reads: the connection string given, or the address in a URL.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; private init; }

    /// <summary>How long one operation may take, the way there and back included.</summary>
    public TimeSpan OperationTimeout { get; private init; }

    /// <summary>
    /// Reads <paramref name="url"/> (<c>redis://</c> or, with TLS, <c>rediss://</c>), else <c>ConnectionStrings:<paramref name="connection"/></c>
    /// (either of those, or the client's own form). Null when neither is set.
    /// </summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static RedisSettings? Read(IConfiguration configuration, string url, string connection)
    {
        string name = url;
        if (configuration[url] is not { Length: > 0 } text)
        {
            name = $"ConnectionStrings__{connection}";
            if (configuration.GetConnectionString(connection) is not { Length: > 0 } given)
                return null;
            text = given;
        }

        RedisUrl? parsed = RedisUrl.TryParse(name, text);
        string connectionString = parsed?.ConnectionString ?? text;
        try
        {
            ConfigurationOptions options = ConfigurationOptions.Parse(connectionString);
            if (options.EndPoints.Count == 0)
                throw new SettingException($"{name} names no host.");
            Redaction.Add([parsed?.Password ?? options.Password ?? ""]);
        }
        catch (ArgumentException)
        {
            // Its message may repeat what was given.
            throw new SettingException($"{name} must be redis://[[user]:password@]host[:port][/database], rediss:// for TLS, or a connection string of StackExchange.Redis.");
        }

        return new RedisSettings
        {
            ConnectionString = connectionString,
            _url = parsed,
            _authorities = Authorities(configuration["REDIS_CA_FILE"]),
            ConnectTimeout = TimeSpan.FromMilliseconds(configuration.GetWhole("REDIS_CONNECT_TIMEOUT_MS", 2000, 100, 60_000)),
            OperationTimeout = TimeSpan.FromMilliseconds(configuration.GetWhole("REDIS_TIMEOUT_MS", 1000, 10, 60_000)),
        };
    }

    /// <summary>Sets what every client of ours has alike.</summary>
    public void Apply(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false; // a Redis that is not there yet is waited for: readiness says so
        options.ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds;
        options.SyncTimeout = (int)OperationTimeout.TotalMilliseconds;
        options.ReconnectRetryPolicy = new ExponentialRetry(100, 2000);
        options.KeepAlive = KeepAliveSeconds;
        // The older protocol: answers of raw commands keep the shape that Redis documents for them, and no push connection is made.
        options.Protocol = RedisProtocol.Resp2;
        options.AllowAdmin = true; // INFO and CONFIG GET: what a server promises is asked of it
        // Without a server a command fails at once, in place of waiting in a queue for one.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        if (_url is not null)
        {
            options.User = _url.User;
            options.Password = _url.Password;
            options.DefaultDatabase = _url.Database;
            options.Ssl = _url.IsTls;
            if (_url.IsTls)
                options.SslHost = _url.Host;
        }

        if (_authorities is not null)
            options.CertificateValidation += (_, certificate, _, errors) => IsTrusted(certificate, errors);
    }

    private static X509Certificate2Collection? Authorities(string? file)
    {
        if (file is not { Length: > 0 })
            return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingException($"REDIS_CA_FILE: {file} cannot be read as PEM certificates.", e);
        }

        return authorities.Count > 0 ? authorities : throw new SettingException($"REDIS_CA_FILE: {file} holds no certificate.");
    }

    // The host's name must still be the certificate's: only who may have signed it is ours to say.
    private bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0 || certificate is not X509Certificate2 presented)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(presented);
    }
}
