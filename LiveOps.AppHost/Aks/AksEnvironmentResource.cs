namespace LiveOps.AppHost.Aks;

/// <summary>A cluster of Azure Kubernetes Service, that the model's projects are published for.</summary>
internal sealed class AksEnvironmentResource(string name) : Resource(name), IComputeEnvironmentResource
{
    /// <summary>The step of Aspire's pipeline that writes what is published.</summary>
    public string StepName => "publish-" + Name;

    /// <inheritdoc/>
    public ReferenceExpression GetHostAddressExpression(EndpointReference endpointReference) => ReferenceExpression.Create($"{endpointReference.Resource.Name}");
}
