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
        };
        more?.Invoke(options);
        return new LiveOpsClient(options);
    }

    /// <summary>A note for whoever looks; not part of the answer.</summary>
    public void Note(string text) => terminal.Error.WriteLine(PlainText.Of(text));

    /// <summary>What a refused call of the client means.</summary>
    public static CliFault Fault(LiveOpsException e) => Fault(e.Problem.Status, e.Problem.Type, e.Problem.Detail, e);

    /// <summary>What a refusal means, with what to do about it.</summary>
    public static CliFault Fault(int status, string type, string detail, Exception? inner = null)
    {
        string said = PlainText.Of(string.Join(": ", new[] { type.Length > 0 ? type : $"status {status}", detail }.Where(part => part.Length > 0)));
        string advice = Advice.For(status, type);
        return new CliFault(status is 0 or 408 or 425 or 429 or >= 500 ? ExitCode.Unreachable : ExitCode.Failed, advice.Length > 0 ? $"{said.TrimEnd('.')}. {advice}" : said, inner);
    }
}
