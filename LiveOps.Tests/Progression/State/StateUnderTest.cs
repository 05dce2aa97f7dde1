using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Tests.Progression.State;

/// <summary>A state without a service around it, and what it says of players.</summary>
internal sealed class StateUnderTest
{
    public StateUnderTest(string? rules = null, DedupeSettings? dedupe = null)
    {
        State = New(dedupe);
        if (rules is not null)
            ChangeRules(rules);
    }

    public ProgressionState State { get; private set; }

    public static ProgressionState New(DedupeSettings? dedupe = null) => new(dedupe ?? DedupeSettings.Default, RulesReader.BuiltIn);

    public void ChangeRules(string json) => State.Execute([(byte)CommandKind.Rules, .. Encoding.UTF8.GetBytes(json)]);

    public void Apply(params IReadOnlyCollection<TestEvent> events) => State.Apply([TestEvent.Batch(events)]);

    public void ApplyAt(long acceptedAt, params IReadOnlyCollection<TestEvent> events) => State.Apply([TestEvent.Batch(acceptedAt, events)]);

    public void Erase(string player) => State.Apply([new BusMessage(BusMessageKind.PlayerErased, Encoding.UTF8.GetBytes(player))]);

    public string? Player(string id) => Write((player, json) => State.TryWritePlayer(player, json), id);

    public string? Export(string id) => Write((player, json) => State.TryWriteExport(player, json), id);

    public IReadOnlyList<string> Rewards(string id) =>
        [.. JsonDocument.Parse(Export(id)!).RootElement.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetProperty("reward").GetString()!)];

    public JsonElement Progress(string id) => JsonDocument.Parse(Player(id)!).RootElement;

    /// <summary>Goes on with a state that was loaded from what this one saved.</summary>
    public void SaveAndLoad(DedupeSettings? dedupe = null)
    {
        var snapshot = new MemoryStream();
        State.Save(snapshot);
        snapshot.Position = 0;
        State = New(dedupe);
        State.Load(snapshot);
        Assert.Equal(snapshot.Length, snapshot.Position);
    }

    private delegate bool Writer(ReadOnlySpan<byte> player, Utf8JsonWriter json);

    private static string? Write(Writer write, string id)
    {
        var bytes = new MemoryStream();
        using var json = new Utf8JsonWriter(bytes);
        if (!write(Encoding.UTF8.GetBytes(id), json))
            return null;
        json.Flush();
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
