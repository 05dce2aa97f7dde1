using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>Requests come by this link, and are answered by another, which each request names.</summary>
/// <param name="answers">The links for answers.</param>
/// <param name="answer">Answers a request; null: it is not answered.</param>
internal sealed class RequestLink(AnswerLinks answers, Func<ListenerLink, Message, ValueTask<Message?>> answer) : LinkEndpoint
{
    public override void OnMessage(MessageContext messageContext)
    {
        messageContext.Link.DisposeMessage(messageContext.Message, new Accepted(), true);
        _ = AnswerAsync(messageContext.Link, messageContext.Message);
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private async Task AnswerAsync(ListenerLink link, Message request)
    {
        if (await answer(link, request) is { } message)
            answers.Send(request, message);
    }
}
