using System.Collections.Frozen;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>The document in force, ready for use: immutable.</summary>
internal sealed class IntakePolicy(IReadOnlyList<IntakeSource> sources)
{
    /// <summary>The most sources: each is a label of metrics.</summary>
    public const int MostSources = 32;

    private readonly FrozenDictionary<string, IntakeSource> _byId = sources.ToFrozenDictionary(source => source.Id, StringComparer.Ordinal);

    /// <summary>All of them, as written.</summary>
    public IReadOnlyList<IntakeSource> Sources { get; } = sources;

    /// <summary>The source of that id; null for none.</summary>
    public IntakeSource? Find(string id) => _byId.GetValueOrDefault(id);
}
