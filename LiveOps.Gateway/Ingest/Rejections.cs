using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;

namespace LiveOps.Gateway.Ingest;

/// <summary>From verdicts to rejections, and from rejections to a problem.</summary>
internal static class Rejections
{
    /// <summary>What an event of a batch can be refused with: by its reading, by whose it is, and by its verdict.</summary>
    public static IReadOnlyList<ProblemType> Types { get; } =
        [ProblemTypes.InvalidEvent, ProblemTypes.NotYourPlayer, ProblemTypes.ImplausibleEvent, ProblemTypes.PlayerBlocked, ProblemTypes.RateLimited];

    /// <summary>What a verdict that is not acceptance says to the sender.</summary>
    public static Rejection Of(Verdict verdict, int index, in GameEvent e)
    {
        (ProblemType type, string detail) = verdict.Kind switch
        {
            VerdictKind.RateLimited => (ProblemTypes.RateLimited, "The player sends too fast."),
            VerdictKind.Blocked => (ProblemTypes.PlayerBlocked, "The player is blocked."),
            _ => (ProblemTypes.ImplausibleEvent, "The event cannot be true. Its flag tells operators why."),
        };
        int retryAfter = verdict.Kind == VerdictKind.RateLimited ? Math.Max(1, verdict.RetryAfter) : verdict.RetryAfter;
        return new Rejection(index, Encoding.ASCII.GetString(e.Id), type, verdict.Detail ?? detail, retryAfter);
    }

    /// <summary>The answer when all were rejected: the status they share, else 422; one event answers with its own problem.</summary>
    public static Problem ToProblem(List<Rejection> rejected, EventBody kind)
    {
        rejected.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        Rejection first = rejected[0];
        bool shared = rejected.TrueForAll(rejection => rejection.Type == first.Type);
        bool sharedStatus = rejected.TrueForAll(rejection => rejection.Type.Status == first.Type.Status);
        ProblemType type = sharedStatus ? first.Type : ProblemTypes.AllRejected;
        string? detail = kind == EventBody.One || (shared && rejected.Count == 1) ? first.Detail : "No event of the batch was accepted.";
        int retryAfter = sharedStatus && type.Status == StatusCodes.Status429TooManyRequests ? rejected.Max(rejection => rejection.RetryAfter) : 0;
        return new Problem(type, detail, retryAfter) { Extensions = writer => AnswerJson.WriteRejected(writer, rejected) };
    }
}
