namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>A message is larger than the bus takes.</summary>
internal sealed class TooLargeException() : Exception("The message is larger than the bus takes.");
