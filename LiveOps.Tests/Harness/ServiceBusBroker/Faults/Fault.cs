namespace LiveOps.Tests.Harness.ServiceBusBroker.Faults;

/// <summary>One thing that goes wrong, a number of times.</summary>
/// <param name="Operation">In which operation.</param>
/// <param name="AfterTheDeed">Whether what was asked for happens first.</param>
/// <param name="Verdict">How it is answered.</param>
/// <param name="EntityEnd">How the entity's address ends; null for any.</param>
internal sealed record Fault(BrokerOperation Operation, bool AfterTheDeed, Verdict Verdict, string? EntityEnd)
{
    public int Times { get; set; }

    public bool Meets(BrokerOperation operation, bool afterTheDeed, string entity) =>
        operation == Operation && afterTheDeed == AfterTheDeed && (EntityEnd is null || entity.EndsWith(EntityEnd, StringComparison.OrdinalIgnoreCase));
}
