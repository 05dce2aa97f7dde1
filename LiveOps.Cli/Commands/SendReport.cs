using System.Globalization;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client.Sending;

namespace LiveOps.Cli.Commands;

/// <summary>What became of events that were sent, told as it comes: one by one the first hundred that count, and the first hundred that do not.</summary>
internal sealed class SendReport(Session session, int maxErrors)
{
    private const int MostTold = 100;

    private readonly List<object> _problems = [];
    private long _accepted, _rejected, _bad;

    public void Tell(EventVerdict verdict)
    {
        if (verdict.Problem is not { } problem)
        {
            _accepted++;
            if (!session.IsJson && _accepted <= MostTold + 1)
                session.Terminal.Out.WriteLine(_accepted <= MostTold ? $"accepted  {verdict.PlayerId}  {verdict.EventId}" : "accepted  … and more");
            return;
        }

        _rejected++;
        Add(new { id = verdict.EventId, playerId = verdict.PlayerId, status = problem.Status, problem = problem.Type, detail = problem.Detail }, $"rejected  {verdict.PlayerId}  {verdict.EventId}  {problem.Type}: {problem.Detail}");
    }

    public void Bad(long line, string why)
    {
        _bad++;
        Add(new { line, problem = "bad-row", detail = why }, $"bad       line {line}: {why}");
    }

    /// <summary>Events of which it is known what became of them.</summary>
    public long Done => _accepted + _rejected + _bad;

    /// <summary>The sum so far, in words.</summary>
    public string Sum(int waiting) => string.Create(CultureInfo.InvariantCulture, $"{_accepted} accepted, {_rejected} rejected, {_bad} bad{(waiting > 0 ? $", {waiting} not answered" : "")}");

    /// <summary>Tells the sum; the exit code.</summary>
    public int End(int waiting)
    {
        if (session.IsJson)
            JsonText.Write(session.Terminal, new { accepted = _accepted, rejected = _rejected, bad = _bad, waiting, problems = _problems });
        else
            session.Terminal.Out.WriteLine(Sum(0) + (waiting > 0 ? $", {waiting} wait for another key" : ""));
        return _rejected + _bad + waiting == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private void Add(object problem, string line)
    {
        if (_problems.Count < MostTold)
        {
            _problems.Add(problem);
            if (!session.IsJson)
                session.Terminal.Out.WriteLine(PlainText.Line(line));
        }
        else if (_rejected + _bad == MostTold + 1 && !session.IsJson)
        {
            session.Terminal.Out.WriteLine("… and more that do not count");
        }

        if (_rejected + _bad > maxErrors)
            throw CliFault.Failed($"{_rejected + _bad} events do not count, more than --max-errors {maxErrors} allows. Put the file right; give events an id, and it can be sent again as a whole.");
    }
}
