using System.Text;
using Amazon.SQS.Model;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>What a message says, whichever queue it goes to.</summary>
/// <param name="Body">Its text.</param>
/// <param name="Attributes">What stands beside it.</param>
internal sealed record SqsContent(string Body, Dictionary<string, MessageAttributeValue> Attributes)
{
    /// <summary>What SQS counts: body and attributes, with their names and types.</summary>
    public int Bytes { get; } = Encoding.UTF8.GetByteCount(Body) + Attributes.Sum(attribute =>
        attribute.Key.Length + attribute.Value.DataType.Length + Encoding.UTF8.GetByteCount(attribute.Value.StringValue ?? ""));

    /// <summary>As one of a request's.</summary>
    public SendMessageBatchRequestEntry Entry(string id) => new(id, Body) { MessageAttributes = Attributes };

    /// <summary>As a request of its own.</summary>
    public SendMessageRequest Request(string url) => new(url, Body) { MessageAttributes = Attributes };
}
