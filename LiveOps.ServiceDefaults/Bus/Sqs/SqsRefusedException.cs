namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>One message of a request was not taken, though the request was answered.</summary>
/// <param name="code">The service's word for why.</param>
internal sealed class SqsRefusedException(string code) : IOException(code);
