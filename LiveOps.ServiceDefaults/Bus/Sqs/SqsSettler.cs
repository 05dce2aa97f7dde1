using System.Globalization;
using Amazon.SQS.Model;
using LiveOps.ServiceDefaults.Bus.Delivery;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// Says to a queue what is to become of messages that were received, ten a request. The answer says it of each: what failed for a reason that passes is asked again a few times. What
/// is not settled comes again when its time is over, and has no second effect.
/// </summary>
internal sealed class SqsSettler(SqsClients clients, TimeProvider clock)
{
    // Requests on their way at the same time: what a group of messages takes. Hundreds at once, as for looked at letters, would be throttled.
    private const int Tries = 4, AtOnce = 6;

    /// <summary>Deletes messages.</summary>
    /// <returns>The code of what each that is still there failed for.</returns>
    public Task<IReadOnlyDictionary<Message, string>> DeleteAsync(string url, IEnumerable<Message> messages, CancellationToken cancellation = default) =>
        SettleAsync(messages, async group => (await clients.Calls.DeleteMessageBatchAsync(
            new DeleteMessageBatchRequest(url, [.. group.Select((message, i) => new DeleteMessageBatchRequestEntry(Id(i), message.ReceiptHandle))]), cancellation)).Failed, cancellation);

    /// <summary>Hides messages from now on for a time, in whole seconds; 0 gives them back.</summary>
    /// <returns>The code of what each failed for.</returns>
    public Task<IReadOnlyDictionary<Message, string>> HideAsync(string url, IEnumerable<Message> messages, TimeSpan time, CancellationToken cancellation = default) =>
        SettleAsync(messages, async group => (await clients.Calls.ChangeMessageVisibilityBatchAsync(
            new ChangeMessageVisibilityBatchRequest(
                url,
                [.. group.Select((message, i) => new ChangeMessageVisibilityBatchRequestEntry(Id(i), message.ReceiptHandle) { VisibilityTimeout = (int)Math.Ceiling(time.TotalSeconds) })]),
            cancellation)).Failed,
            cancellation);

    private static string Id(int i) => i.ToString(CultureInfo.InvariantCulture);

    private async Task<IReadOnlyDictionary<Message, string>> SettleAsync(IEnumerable<Message> messages, Func<Message[], Task<List<BatchResultErrorEntry>?>> ask, CancellationToken cancellation)
    {
        var failed = new Dictionary<Message, string>();
        foreach (Message[][] groups in messages.Chunk(SqsEnvelope.MaxEntries).Chunk(AtOnce))
        {
            foreach ((Message message, string code) in (await Task.WhenAll(groups.Select(group => SettleGroupAsync(group, ask, cancellation)))).SelectMany(group => group))
                failed[message] = code;
        }

        return failed;
    }

    private async Task<Dictionary<Message, string>> SettleGroupAsync(Message[] group, Func<Message[], Task<List<BatchResultErrorEntry>?>> ask, CancellationToken cancellation)
    {
        var failed = new Dictionary<Message, string>();
        for (int tries = 1; ; tries++)
        {
            List<Message> again = [];
            try
            {
                foreach (BatchResultErrorEntry error in await ask(group) ?? [])
                {
                    Message message = group[int.Parse(error.Id, NumberStyles.None, CultureInfo.InvariantCulture)];
                    if (tries < Tries && (error.SenderFault != true || SqsTrouble.PassesByCode(error.Code)))
                        again.Add(message);
                    else
                        failed[message] = error.Code;
                }
            }
            catch (Exception e) when (SqsTrouble.IsOfTheService(e) && !cancellation.IsCancellationRequested)
            {
                if (tries < Tries && SqsTrouble.Passes(e))
                    again.AddRange(group);
                else
                    Array.ForEach(group, message => failed[message] = SqsTrouble.Of(e));
            }

            if (again.Count == 0)
                return failed;
            group = [.. again];
            await Task.Delay(Backoff.Waiting.After(tries), clock, cancellation);
        }
    }
}
