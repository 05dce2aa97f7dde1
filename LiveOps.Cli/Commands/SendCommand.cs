using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Mappings;
using LiveOps.Cli.Rows;
using LiveOps.Cli.Sending;
using LiveOps.Cli.Shell;
using LiveOps.Client.Events;

namespace LiveOps.Cli.Commands;

/// <summary>One event by options, or a file of them.</summary>
internal static class SendCommand
{
    private static readonly (string Option, string Member, string Description)[] Members =
    [
        ("--player", "playerId", "Whose event it is."), ("--type", "type", "xp_gained, boss_killed, item_acquired, score_submitted, counter_added; else it follows from what is said."),
        ("--board", "board", "Board of a score."), ("--score", "score", "The score, a whole number."), ("--amount", "amount", "XP, or what a counter counts."), ("--counter", "counter", "Which counter."),
        ("--boss", "bossId", "Which boss was killed."), ("--item", "itemId", "Which item was acquired."), ("--quantity", "quantity", "How many of it; else 1."),
        ("--id", "id", "The event's id: the same id of the same player counts once. Else one is made."), ("--at", "occurredAt", "When it happened, as 2026-11-20T09:30:00Z; else now."),
    ];

    private static readonly Option<string?>[] Options = [.. Members.Select(member => new Option<string?>(member.Option) { Description = member.Description })];

    private static readonly Option<string?> From = new("--file") { Description = "File of events, a JSON object a line; - is the input.", HelpName = "file" };

    private static readonly Option<string?> Outbox = new("--outbox") { Description = "Folder that keeps events until they are answered: what cannot be sent now is sent when send is run again with it.", HelpName = "folder" };

    private static readonly Option<int> MaxErrors = Arguments.Number("--max-errors", "How many events of a file may be bad or rejected before it stops.", 100, 0, int.MaxValue);

    public static Command Make(Terminal terminal)
    {
        var command = new ToolCommand(
            "send",
            "Sends an event, or a file of them, and says what became of each. Each counts exactly once, however often a request is repeated.",
            "liveops send --player ada --board arena --score 4200",
            "liveops send --player ada --boss dragon --id kill-17",
            """echo '{"playerId":"ada","type":"xp_gained","data":{"amount":250}}' | liveops send --file -""") { From, Outbox, MaxErrors };
        foreach (Option<string?> option in Options)
            command.Add(option);
        return command.Does(terminal, RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        bool isOne = Options.Any(option => parsed.GetValue(option) is not null);
        string? file = parsed.GetValue(From), outbox = parsed.GetValue(Outbox);
        if (isOne == file is not null && (isOne || outbox is null))
            throw CliFault.Usage("say one event, as --player ada --board arena --score 4200, or a file of them, as --file events.ndjson; with --outbox alone, what waits there is sent.");
        var report = new SendReport(session, file is null ? int.MaxValue : parsed.GetValue(MaxErrors));
        await using var delivery = new Delivery(session, new DeliveryOptions(1, outbox), report.Tell);
        if (isOne)
            await AddOneAsync(parsed, delivery, cancellation);
        if (file is null)
            await delivery.CompleteAsync(cancellation);
        else
            await SendFileAsync(session, file, outbox, delivery, report, cancellation);
        return report.End(delivery.Waiting);
    }

    private static async Task AddOneAsync(ParseResult parsed, Delivery delivery, CancellationToken cancellation)
    {
        try
        {
            await delivery.AddAsync(One(parsed), cancellation);
        }
        catch (FormatException e)
        {
            throw CliFault.Usage($"the event cannot be sent: {PlainText.Sentence(e.Message)}", e);
        }
    }

    private static GameEvent One(ParseResult parsed)
    {
        GameEvent one = new EventMapper(Mapping.Plain).Map(name => Array.FindIndex(Members, member => member.Member == name) is >= 0 and var at ? parsed.GetValue(Options[at]) : null);
        for (int i = 0; i < Members.Length; i++)
        {
            // A script may leave one blank: that says nothing.
            if (!string.IsNullOrWhiteSpace(parsed.GetValue(Options[i])) && !EventMapper.Has(one.Type, Members[i].Member))
                throw new FormatException($"{Members[i].Option} does not go with {EventMapper.Name(one.Type)}, and would be lost; leave it out, or send it as an event of its own");
        }

        return one;
    }

    private static async Task SendFileAsync(Session session, string file, string? outbox, Delivery delivery, SendReport report, CancellationToken cancellation)
    {
        using RowFile rows = RowFile.Open(file, session.Terminal);
        try
        {
            await new Meter(session.Terminal, "sending", () => (report.Done, rows.Part)).ShowAsync(async () =>
            {
                await AddAllAsync(rows, delivery, report, cancellation);
                await delivery.CompleteAsync(cancellation);
            });
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            string again = outbox is null ? "Run it again: events with an id that were sent count once" : $"What waits in {outbox} is sent by: liveops send --outbox {outbox}";
            throw new CliFault(ExitCode.Interrupted, $"interrupted: {report.Sum(delivery.Waiting)}. {again}.", e);
        }
        catch (CliFault e) when (report.Done > 0)
        {
            throw new CliFault(e.ExitCode, $"{PlainText.Sentence(e.Message)} Until then: {report.Sum(delivery.Waiting)}.", e);
        }
    }

    private static async Task AddAllAsync(RowFile rows, Delivery delivery, SendReport report, CancellationToken cancellation)
    {
        var mapper = new EventMapper(Mapping.Plain);
        foreach (SourceRow row in rows.Rows(RowFormat.Ndjson, null))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await delivery.AddAsync(row.Fault is null ? mapper.Map(name => row[name]) : throw new FormatException(row.Fault), cancellation);
            }
            catch (FormatException e)
            {
                report.Bad(row.Line, e.Message);
            }
        }
    }
}
