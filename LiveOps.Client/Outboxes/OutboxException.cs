namespace LiveOps.Client.Outboxes;

/// <summary>The outbox's folder cannot be used: another process has it, it cannot be written to, or it was encrypted under another key. Nothing in it was changed.</summary>
public sealed class OutboxException : IOException
{
    internal OutboxException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
