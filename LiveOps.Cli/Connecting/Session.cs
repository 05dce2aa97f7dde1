using LiveOps.Cli.Shell;
using LiveOps.Client;
using LiveOps.Client.Calls;

namespace LiveOps.Cli.Connecting;

/// <summary>What a command works with: where the services are, what signs, how to answer.</summary>
internal sealed class Session(Terminal terminal, Addresses addresses, Secrets secrets, bool isJson, TimeSpan patience)
{
    public Terminal Terminal => terminal;

    public Addresses Addresses => addresses;

    public Secrets Secrets => secrets;

    /// <summary>Whether the answer is JSON.</summary>
    public bool IsJson => isJson;

    /// <summary>How long to try before a service counts as unreachable.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Calls that are no game's: operators', and answers as they come.</summary>
    public Api NewApi() => new(this);

    /// <summary>A client that reads; it signs as well where <paramref name="more"/> gives it a key.</summary>
    public LiveOpsClient NewClient(Action<LiveOpsOptions>? more = null)
    {
        var options = new LiveOpsOptions
        {
            Gateway = addresses[ServiceName.Gateway],
            Fairness = addresses[ServiceName.Fairness],
            Leaderboard = addresses[ServiceName.Leaderboard],
            Progression = addresses[ServiceName.Progression],
            Timeout = patience,
            ReadTries = 1, // pauses that a server asks for are no part of patience
        };
        more?.Invoke(options);
        return new LiveOpsClient(options);
    }

    /// <summary>Calls of a client, all of them together within the session's patience.</summary>
    /// <exception cref="CliFault">There was no answer in time.</exception>
    public async Task<T> WithinPatienceAsync<T>(ServiceName service, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        try
        {
            return await call(bound.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(service, $"no answer within {patience.TotalSeconds:0.#} s", e);
        }
    }

    /// <summary>A service did not answer.</summary>
    public CliFault Unreachable(ServiceName service, string why, Exception inner)
    {
        string name = Addresses.Name(service);
        return CliFault.Unreachable(
            $"{name} cannot be reached at {addresses[service]}: {PlainText.Sentence(why)} Is it running there? Say where it is by --{name} or LIVEOPS_{name.ToUpperInvariant()}.", inner);
    }

    /// <summary>A note for whoever looks; not part of the answer.</summary>
    public void Note(string text) => terminal.Error.WriteLine(PlainText.Of(text));

    /// <summary>What a refused call of the client means.</summary>
    public static CliFault Fault(LiveOpsException e) => Fault(e.Problem.Status, e.Problem.Type, e.Problem.Detail, e);

    /// <summary>What a refusal means, with what to do about it.</summary>
    public static CliFault Fault(int status, string type, string detail, Exception? inner = null)
    {
        string said = PlainText.Line(string.Join(": ", new[] { type.Length > 0 ? type : $"status {status}", detail }.Where(part => part.Length > 0)));
        string advice = Advice.For(status, type);
        return new CliFault(
            status is 0 or 408 or 425 or 429 or >= 500 || type == "request-in-progress" ? ExitCode.Unreachable : ExitCode.Failed, advice.Length > 0 ? $"{PlainText.Sentence(said)} {advice}" : said, inner);
    }
}
