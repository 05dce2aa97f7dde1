using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace LiveOps.AppHost.Running;

/// <summary>The ports that are the same in every run, unless a setting says otherwise.</summary>
internal static class Ports
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The setting of a service's port.</summary>
    public static string Setting(string service) => service.ToUpperInvariant() + "_PORT";

    /// <summary>The port that a setting says; 0 takes one that is free now.</summary>
    /// <exception cref="StartException">It is none.</exception>
    public static int Read(IConfiguration configuration, string setting, int standard)
    {
        int port = standard;
        if (configuration[setting] is { Length: > 0 } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 0 and <= 65535))
        {
            throw new StartException($"{setting} must be a whole number from 0 to 65535.");
        }

        return port == 0 ? Any() : port;
    }

    /// <summary>
    /// The port that a setting says, of something that this run starts. Aspire's proxy would say nothing of one that is in use. Where the
    /// system is published it is nobody's yet.
    /// </summary>
    /// <exception cref="StartException">It is none, or in use.</exception>
    public static int FreePort(this IDistributedApplicationBuilder builder, string setting, int standard)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return standard;
        int port = Read(builder.Configuration, setting, standard);
        Require(port, setting);
        return port;
    }

    /// <exception cref="StartException">Something listens there.</exception>
    public static void Require(int port, string setting)
    {
        using var client = new TcpClient();
        try
        {
            if (!client.ConnectAsync("localhost", port).Wait(Patience))
                return;
        }
        catch (AggregateException e) when (e.InnerException is SocketException)
        {
            return;
        }

        throw new StartException($"Port {port} is in use: stop what listens there, or set {setting} to another.");
    }

    private static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
