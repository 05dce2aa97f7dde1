using k8s.Models;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>A quantity that stays as it was written: the client would make <c>0.5</c> of it <c>500m</c>, which is the same and reads as a change.</summary>
internal sealed class QuantityAsWritten : ResourceQuantity
{
    private readonly string _text;

    /// <param name="text">As it is to stay.</param>
    public QuantityAsWritten(string text) : base(text) => _text = text;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
