using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.OpenApi;
using Microsoft.OpenApi;

namespace LiveOps.Gateway.Ingest;

/// <summary>The schemas of events and of what becomes of them.</summary>
internal static class EventSchemas
{
    /// <summary>One event, or a batch.</summary>
    public static IOpenApiSchema Body(OpenApiDocument document)
    {
        OpenApiSchemaReference any = Add(document, "Event", AnyEvent);
        OpenApiSchemaReference batch = Add(document, "EventBatch", _ =>
            SchemaParts.Having([("events", new OpenApiSchema { Type = JsonSchemaType.Array, Items = any, MinItems = 1, MaxItems = EventBatch.MaxEvents })]));
        return new OpenApiSchema { OneOf = [any, batch] };
    }

    /// <summary>What became of events of which at least one was accepted, or known already.</summary>
    public static IOpenApiSchema Accepted(OpenApiDocument document) => Add(document, "Accepted", _ => SchemaParts.Having(
    [
        ("accepted", SchemaParts.Whole(0, EventBatch.MaxEvents, "int32")),
        ("duplicates", SchemaParts.Whole(0, EventBatch.MaxEvents, "int32")),
        ("rejected", Rejected(document)),
    ]));

    /// <summary>What became of each event that was rejected: what problems about events have beside what all problems have.</summary>
    public static OpenApiSchema Rejected(OpenApiDocument document) => new() { Type = JsonSchemaType.Array, Items = Add(document, "Rejection", _ => Rejection()) };

    private static OpenApiSchema AnyEvent(OpenApiDocument document)
    {
        var events = new OpenApiSchema { OneOf = [], Discriminator = new OpenApiDiscriminator { PropertyName = "type", Mapping = new Dictionary<string, OpenApiSchemaReference>() } };
        foreach (EventType type in EventTypes.All)
        {
            OpenApiSchemaReference one = Add(document, $"{type}Event", _ => Event(type));
            events.OneOf.Add(one);
            events.Discriminator.Mapping.Add(EventTypes.Name(type), one);
        }

        return events;
    }

    private static OpenApiSchema Event(EventType type) => SchemaParts.Having(
    [
        ("id", SchemaParts.Id()),
        ("playerId", SchemaParts.Id()),
        ("type", SchemaParts.OneOf(EventTypes.Name(type))),
        ("occurredAt", SchemaParts.Time()),
        ("data", SchemaParts.Having(Data(type))),
    ]);

    private static IEnumerable<(string Name, IOpenApiSchema Schema)> Data(EventType type) => type switch
    {
        EventType.XpGained => [("amount", AtLeastOne())],
        EventType.BossKilled => [("bossId", SchemaParts.Id())],
        EventType.ItemAcquired => [("itemId", SchemaParts.Id()), ("quantity", AtLeastOne())],
        EventType.ScoreSubmitted => [("board", SchemaParts.Id()), ("score", SchemaParts.Whole(-GameEvent.MaxValue, GameEvent.MaxValue))],
        EventType.CounterAdded => [("counter", SchemaParts.Id()), ("amount", SchemaParts.Whole(-GameEvent.MaxValue, GameEvent.MaxValue))],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "its data has no schema"),
    };

    private static OpenApiSchema AtLeastOne() => SchemaParts.Whole(1, GameEvent.MaxValue);

    private static OpenApiSchema Rejection() => SchemaParts.Having(
        [
            ("index", SchemaParts.Whole(0, EventBatch.MaxEvents - 1, "int32")),
            ("id", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "Null where the event has none." }),
            ("status", SchemaParts.Whole(400, 499, "int32")),
            ("type", SchemaParts.OneOf(Rejections.Types.Select(problem => problem.Uri))),
            ("detail", SchemaParts.Text()()),
        ],
        ("retryAfter", SchemaParts.Whole(1, null, "int32")));

    private static OpenApiSchemaReference Add(OpenApiDocument document, string name, Func<OpenApiDocument, OpenApiSchema> schema)
    {
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent(name, schema(document));
        return new OpenApiSchemaReference(name, document);
    }
}
