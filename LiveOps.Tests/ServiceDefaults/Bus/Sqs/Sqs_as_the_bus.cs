namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>SQS keeps what every bus promises: the adapter and the real client, on a server of the tests' own.</summary>
public sealed class Sqs_as_the_bus : BusContract
{
    private protected override async Task<BusWorld> StartAsync(params RecordingConsumer[] consumers) => await SqsWorld.StartAsync(consumers);
}
