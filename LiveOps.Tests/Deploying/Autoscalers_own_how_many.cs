using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>How many pods there are is one autoscaler's, in each environment.</summary>
public sealed class Autoscalers_own_how_many
{
    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void One_for_each_service_and_no_number_in_the_service_itself(string overlay)
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);
        JsonObject[] scalers = [.. rendered.Where(found => found.Kind() == "HorizontalPodAutoscaler")];

        foreach (JsonObject service in rendered.Where(found => found.Kind() == "Deployment"))
        {
            JsonObject scaler = Assert.Single(scalers, scaler => (string)scaler.At("spec scaleTargetRef name")! == service.Name() && (string)scaler.At("spec scaleTargetRef kind")! == "Deployment");
            Assert.Null(service.At("spec replicas"));
            int least = (int)scaler.At("spec minReplicas")!, most = (int)scaler.At("spec maxReplicas")!;
            int mostOfBase = (int)Assert.Single(Deploy.Base, found => found.IsOf("HorizontalPodAutoscaler", scaler.Name())).At("spec maxReplicas")!;
            Assert.InRange(least, overlay.StartsWith("prod", StringComparison.Ordinal) ? 3 : 1, most); // production: one in each zone
            Assert.InRange(most, least, mostOfBase); // the requirements' bound
        }

        Assert.Equal(rendered.Count(found => found.Kind() == "Deployment"), scalers.Length);
    }
}
