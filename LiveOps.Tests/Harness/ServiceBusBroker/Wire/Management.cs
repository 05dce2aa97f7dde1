using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>What is asked of a subscription by request: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response</summary>
internal sealed class Management(string entity, MessageQueue queue, BrokerFaults faults)
{
    public const string Address = "$management";

    public async ValueTask<Message?> AnswerAsync(ListenerLink link, Message request)
    {
        var body = request.Body as Map ?? [];
        Message done = Answer(200, "OK");
        (BrokerOperation operation, Action deed) = request.ApplicationProperties["operation"] switch
        {
            "com.microsoft:peek-message" => (BrokerOperation.Peek, (Action)(() => done = Peek(body))),
            "com.microsoft:renew-lock" => (BrokerOperation.RenewLock, () => done = Renew(body)),
            "com.microsoft:update-disposition" => Settle(body),
            var other => (BrokerOperation.Peek, () => throw Conditions.Refusal(Conditions.NotImplemented, $"This broker does not know {other}.")),
        };
        Verdict verdict = await faults.MeetAsync(operation, entity, deed);
        if (verdict.Ending == Ending.Broken)
            ClientConnection.Of(link).Break();
        return verdict.Ending switch
        {
            Ending.Done => done,
            Ending.Refused => Refusal(verdict.Error!),
            _ => null,
        };
    }

    private Message Peek(Map request)
    {
        IReadOnlyList<Message> messages = queue.Peek((int)request["message-count"], (long)request["from-sequence-number"]);
        if (messages.Count == 0)
            return Answer(204, "No content");
        List list = [];
        foreach (Message message in messages)
        {
            ByteBuffer encoded = message.Encode();
            list.Add(new Map { ["message"] = encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray() });
        }

        return Answer(200, "OK", new Map { ["messages"] = list });
    }

    private Message Renew(Map request) => Answer(200, "OK", new Map
    {
        ["expirations"] = ((Guid[])request["lock-tokens"]).Select(token => queue.Renew(token).UtcDateTime).ToArray(),
    });

    private (BrokerOperation Operation, Action Deed) Settle(Map request)
    {
        Settlement[] settlements = [.. ((Guid[])request["lock-tokens"]).Select(token => Settlement.Of(request, token, queue))];
        return (settlements[0].Operation, () => Array.ForEach(settlements, settlement => settlement.Do()));
    }

    private static Message Refusal(Error error)
    {
        Message answer = Answer(Status(error.Condition), error.Description);
        answer.ApplicationProperties["errorCondition"] = error.Condition;
        return answer;
    }

    private static Message Answer(int status, string description, Map? body = null)
    {
        var answer = new Message { ApplicationProperties = new ApplicationProperties() };
        answer.ApplicationProperties["statusCode"] = status;
        answer.ApplicationProperties["statusDescription"] = description;
        if (body is not null)
            answer.BodySection = new AmqpValue { Value = body };
        return answer;
    }

    private static int Status(string condition) => condition switch
    {
        Conditions.LockLost => 410,
        Conditions.NotFound or Conditions.MessageNotFound => 404,
        Conditions.ServerBusy => 503,
        Conditions.Timeout => 408,
        Conditions.QuotaExceeded => 403,
        Conditions.NotImplemented => 501,
        Conditions.NotAllowed or Conditions.EntityDisabled => 400,
        _ => 500,
    };
}
