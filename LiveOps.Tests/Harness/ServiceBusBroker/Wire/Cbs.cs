using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>
/// Takes any token that a client shows: who may do what is not what these tests are about. https://docs.oasis-open.org/amqp/amqp-cbs/v1.0/amqp-cbs-v1.0.html
/// </summary>
internal static class Cbs
{
    public const string Address = "$cbs";

    /// <summary>The client's way to say that tokens come later.</summary>
    public const string SaslMechanism = "MSSBCBS";

    public static ValueTask<Message?> AnswerAsync(ListenerLink link, Message request)
    {
        var answer = new Message { ApplicationProperties = new ApplicationProperties() };
        answer.ApplicationProperties["status-code"] = 202;
        answer.ApplicationProperties["status-description"] = "Accepted";
        return ValueTask.FromResult<Message?>(answer);
    }
}
