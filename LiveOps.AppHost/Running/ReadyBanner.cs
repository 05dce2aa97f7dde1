using System.Text;
using Microsoft.Extensions.Configuration;

namespace LiveOps.AppHost.Running;

/// <summary>What is printed once the system is ready.</summary>
internal static class ReadyBanner
{
    public static string Of(DistributedApplicationModel model, IConfiguration configuration)
    {
        DataFolder data = DataFolder.Of(configuration);
        bool isSet = configuration["HMAC_SECRET"] is { Length: > 0 };
        Dictionary<string, string> addresses = Addresses(model);
        string gateway = addresses["gateway"], leaderboard = addresses["leaderboard"];

        // What the script would not find by itself.
        string to = gateway == "http://localhost:8080" ? "" : $"GATEWAY={gateway} ";
        string from = isSet || data.Path == Path.GetFullPath(".liveops") ? "" : $"LIVEOPS_DATA={data.Path} ";
        var text = new StringBuilder("LiveOps is ready.").AppendLine().AppendLine();
        foreach ((string service, string address) in addresses)
            text.AppendLine($"  {service,-12} {address}/");
        return text.Append($"""

              data         {data.Path}
              signing key  {(isSet ? "HMAC_SECRET, as set" : data.SecretPath("HMAC_SECRET"))}

            Send a first event, and see it take effect:

              {to}{from}samples/send-event.sh samples/score_submitted.json
              curl {leaderboard}/v1/leaderboards/arena/all

            Ctrl-C stops it.
            """).ToString();
    }

    // The embedded system has its services' addresses, each under the service's name; of a cluster every service has its own.
    private static Dictionary<string, string> Addresses(DistributedApplicationModel model)
    {
        var addresses = new Dictionary<string, string>();
        foreach (ProjectResource project in model.Resources.OfType<ProjectResource>())
        {
            foreach (EndpointAnnotation endpoint in project.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.Name != "verdicts"))
            {
                string service = endpoint.Name == "http" ? project.Name : endpoint.Name;
                addresses.TryAdd(service, $"http://localhost:{endpoint.AllocatedEndpoint?.Port ?? endpoint.Port}");
            }
        }

        return addresses;
    }
}
