namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>A message is larger than the topic takes.</summary>
internal sealed class TooLargeException() : Exception("The message is larger than the topic takes.");
