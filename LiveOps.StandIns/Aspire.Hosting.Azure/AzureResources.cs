using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Azure
{
    /// <summary>A resource that Azure holds.</summary>
    public abstract class AzureProvisioningResource(string name) : Resource(name);

    /// <summary>What a deployment of it says when it is done.</summary>
    public sealed class BicepOutputReference(string name, AzureProvisioningResource resource)
        : IValueProvider, IManifestExpressionProvider, IValueWithReferences
    {
        public string Name { get; } = name;

        public AzureProvisioningResource Resource { get; } = resource;

        public string ValueExpression => $"{{{Resource.Name}.outputs.{Name}}}";

        IEnumerable<object> IValueWithReferences.References => [Resource];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(ValueExpression);
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>Runs as an emulator.</summary>
    public sealed class EmulatorResourceAnnotation : IResourceAnnotation;
}
