namespace LiveOps.AppHost.Running;

/// <summary>The system cannot start: one sentence that says why, and what to do about it.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
