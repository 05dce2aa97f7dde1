using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>The links by which requests are answered, by the names that requests know them by.</summary>
internal sealed class AnswerLinks
{
    private readonly ConcurrentDictionary<string, ListenerLink> _links = new(StringComparer.Ordinal);

    public LinkEndpoint Open(ListenerLink link, Attach attach)
    {
        string name = ((Target)attach.Target).Address;
        _links[name] = link;
        link.AddClosedCallback((_, _) => _links.TryRemove(name, out _));
        return new AnswerLink();
    }

    public void Send(Message request, Message answer)
    {
        if (!_links.TryGetValue(request.Properties.ReplyTo, out ListenerLink? link))
            return;
        answer.Properties = new Properties();
        answer.Properties.SetCorrelationId(request.Properties.GetMessageId());
        try
        {
            link.SendMessage(answer);
        }
        catch (AmqpException)
        {
            // Nobody waits for it any more.
        }
    }

    // The client gives it credit for 50 answers, and has fewer requests on their way.
    private sealed class AnswerLink : LinkEndpoint
    {
        public override void OnFlow(FlowContext flowContext)
        {
        }

        public override void OnDisposition(DispositionContext dispositionContext)
        {
        }
    }
}
