using Amqp.Framing;
using Amqp.Listener;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>Opens the links that clients ask for, by their addresses. What an address means is looked up each time: topics may come later.</summary>
internal sealed class Links(Namespace entities, BrokerFaults faults) : ILinkProcessor
{
    private const int Credit = 1000;

    private readonly AnswerLinks _answers = new();

    public void Process(AttachContext context) => _ = OpenAsync(context, context.Link, context.Attach);

    private async Task OpenAsync(AttachContext context, ListenerLink link, Attach attach)
    {
        string address = AddressOf(link.Role ? ((Target)attach.Target).Address : ((Source)attach.Source).Address);
        if (address == Cbs.Address)
        {
            context.Complete(link.Role ? new RequestLink(_answers, Cbs.AnswerAsync) : _answers.Open(link, attach), Credit);
            return;
        }

        LinkEndpoint? endpoint = null;
        Verdict verdict = await faults.MeetAsync(BrokerOperation.Link, address, () => endpoint = Endpoint(address, link, attach));
        switch (verdict.Ending)
        {
            case Ending.Done:
                context.Complete(endpoint, Credit);
                break;
            case Ending.Refused:
                context.Complete(verdict.Error);
                break;
            case Ending.Broken:
                ClientConnection.Of(link).Break();
                break;
        }
    }

    private LinkEndpoint Endpoint(string address, ListenerLink link, Attach attach)
    {
        const string ManagementEnd = "/" + Management.Address;
        if (address.EndsWith(ManagementEnd, StringComparison.OrdinalIgnoreCase))
        {
            string entity = address[..^ManagementEnd.Length];
            var management = new Management(entity, entities.Queue(entity), faults);
            return link.Role ? new RequestLink(_answers, management.AnswerAsync) : _answers.Open(link, attach);
        }

        if (link.Role)
            return new TopicLink(entities.TryTopic(address, out BrokerTopic? topic) ? topic : throw Namespace.Missing(address), faults, attach);
        return new SubscriptionLink(address, entities.Queue(address), faults, link, attach);
    }

    // Links to entities have a slash before the address, links to what manages them have none.
    private static string AddressOf(string address) => Uri.UnescapeDataString(address).Trim('/');
}
