namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>A queue is not there, and may not be made.</summary>
internal sealed class SqsQueueMissingException(string queue, Exception inner) : Exception($"queue {queue} does not exist", inner);
