using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>A client sends to a topic.</summary>
internal sealed class TopicLink : LinkEndpoint
{
    private readonly BrokerTopic _topic;
    private readonly BrokerFaults _faults;

    public TopicLink(BrokerTopic topic, BrokerFaults faults, Attach attach)
    {
        _topic = topic;
        _faults = faults;

        // What the client makes the size of its batches of: https://github.com/Azure/azure-sdk-for-net/issues/44914
        attach.MaxMessageSize = (ulong)topic.Options.MaxMessageSizeInBytes;
        attach.Properties ??= [];
        attach.Properties[new Symbol("com.microsoft:max-message-batch-size")] = topic.Options.MaxBatchSizeInBytes;
    }

    public override void OnMessage(MessageContext messageContext) => _ = TakeAsync(messageContext.Link, messageContext.Message);

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private async Task TakeAsync(ListenerLink link, Message transfer)
    {
        IReadOnlyList<(string?, byte[])> messages = IncomingMessages.Read(transfer); // before anything is waited for: the buffer is used again
        Verdict verdict = await _faults.MeetAsync(BrokerOperation.Send, _topic.Name, () => _topic.Send(messages));
        switch (verdict.Ending)
        {
            case Ending.Done:
                link.DisposeMessage(transfer, new Accepted(), true);
                break;
            case Ending.Refused:
                link.DisposeMessage(transfer, new Rejected { Error = verdict.Error }, true);
                break;
            case Ending.Broken:
                ClientConnection.Of(link).Break();
                break;
        }
    }
}
