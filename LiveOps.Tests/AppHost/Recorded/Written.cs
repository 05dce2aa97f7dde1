using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.Tests.AppHost.Recorded;

/// <summary>
/// Kubernetes objects as the publisher's YAML would hold them: names in camel case, nothing for null and for empty lists, an empty object
/// for an object with nothing in it. Of two objects that are equal the YAML would make an anchor and an alias: that is an error here.
/// </summary>
internal static class Written
{
    private static readonly Lazy<Task<RecordedChart>> Recorded = new(async () => await RecordedChart.OfAsync(await Model.PublishAsync()));

    public static Task<RecordedChart> ChartAsync() => Recorded.Value;

    /// <summary>The objects of one service.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ServiceAsync(string service) => [.. (await ChartAsync()).ObjectsOf(service).Select(Write)];

    /// <summary>The one object of a kind.</summary>
    public static async Task<JsonObject> OneAsync(string service, string kind) =>
        Assert.Single(await ServiceAsync(service), o => o["kind"]!.GetValue<string>() == kind);

    public static JsonObject Write(BaseKubernetesResource resource) => (JsonObject)Write(resource, [])!;

    /// <summary>A value at a path with dots and numbers, null when there is none.</summary>
    public static JsonNode? At(this JsonNode node, string path) => path.Split('.')
        .Aggregate((JsonNode?)node, (at, step) => at switch
        {
            JsonArray list when int.TryParse(step, out int index) => index < list.Count ? list[index] : null,
            JsonObject o => o[step],
            _ => null,
        });

    private static JsonNode? Write(object? value, HashSet<object> seen)
    {
        switch (value)
        {
            case null:
                return null;
            case string text:
                return JsonValue.Create(text);
            case bool or int or long:
                return JsonSerializer.SerializeToNode(value);
            case Int32OrStringV1 either:
                return either.Number is { } number ? JsonValue.Create(number) : JsonValue.Create(either.Text);
        }

        Assert.True(seen.Add(value), $"{value.GetType().Name} is there twice");
        switch (value)
        {
            case IDictionary entries:
                var map = new JsonObject();
                foreach (DictionaryEntry entry in entries)
                    map[(string)entry.Key] = Write(entry.Value, seen);
                return map.Count == 0 ? null : map;
            case IEnumerable items:
                JsonNode?[] list = [.. items.Cast<object>().Select(item => Write(item, seen))];
                return list.Length == 0 ? null : new JsonArray(list);
            default:
                var o = new JsonObject();
                foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
                {
                    if (property.Name != nameof(Workload.PodTemplate) && Write(property.GetValue(value), seen) is { } written)
                        o[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = written;
                }

                return o;
        }
    }
}
