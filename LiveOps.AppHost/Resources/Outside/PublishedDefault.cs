using Aspire.Hosting.Publishing;

namespace LiveOps.AppHost.Resources.Outside;

/// <summary>What is published of a parameter that nobody gave a value: a stand-in, that each installation puts its own in place of.</summary>
internal sealed class PublishedDefault(string value) : ParameterDefault
{
    /// <inheritdoc/>
    public override string GetDefaultValue() => value;

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", value);
}
