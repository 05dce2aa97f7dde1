using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.SQS.Model;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>Tells failures of the service from others, and says them in a word that holds no secret.</summary>
internal static class SqsTrouble
{
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors, and what all of AWS may say.
    private static readonly HashSet<string> Throttling = new(StringComparer.Ordinal)
    {
        "RequestThrottled", "AWS.SimpleQueueService.RequestThrottled", "ThrottlingException", "Throttling", "TooManyRequestsException", "KmsThrottled", "KMS.ThrottlingException",
        "ServiceUnavailable", "InternalError", "InternalFailure", "RequestTimeout",
    };

    private static readonly HashSet<string> Gone = new(StringComparer.Ordinal)
    {
        "ReceiptHandleIsInvalid", "MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight", "InvalidParameterValue", "InvalidIdFormat",
    };

    /// <summary>Whether it says that the service cannot be had, or will not serve.</summary>
    public static bool IsOfTheService(Exception e) => e is AmazonServiceException or AmazonClientException or OperationCanceledException || IsOfTheNetwork(e);

    /// <summary>Whether trying again soon may help.</summary>
    public static bool Passes(Exception e) => e switch
    {
        AmazonServiceException { StatusCode: 0 or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests } => true,
        AmazonServiceException said => PassesByCode(said.ErrorCode),
        OperationCanceledException => true, // no answer in the time of one try
        _ => IsOfTheNetwork(e),
    };

    /// <summary>Whether an error's code says that trying again soon may help.</summary>
    public static bool PassesByCode(string? code) => code is not null && Throttling.Contains(code);

    /// <summary>Whether an error's code says that a message is no longer this replica's to keep: given to another, deleted, or in hand for twelve hours.</summary>
    public static bool IsGone(string? code) => code is not null && Gone.Contains(code);

    /// <summary>Whether the service may have done what was asked: no answer came, or none that says no.</summary>
    public static bool MayBeDone(Exception e) => e switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } => false,
        AmazonServiceException => true,
        AmazonClientException => false, // nobody's identity was found, so nothing was asked
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => false,
        _ => true,
    };

    /// <summary>Whether a queue is not there.</summary>
    public static bool IsMissingQueue(Exception e) => e is QueueDoesNotExistException or AmazonServiceException { ErrorCode: "AWS.SimpleQueueService.NonExistentQueue" or "QueueDoesNotExist" };

    /// <summary>The reason, in a word.</summary>
    public static string Of(Exception e) => e switch
    {
        SqsQueueMissingException or SqsRefusedException => e.Message,
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => code,
        AmazonServiceException { InnerException: { } inner } => inner.GetType().Name,
        _ => e.GetType().Name,
    };

    private static bool IsOfTheNetwork(Exception e) => e is HttpRequestException or IOException or SocketException or TimeoutException or SqsQueueMissingException;
}
