using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Policies;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>
/// Notes in the audit that a version came into force by itself. It comes by its time, which nobody writes; so whoever looks first after it writes the entry:
/// <list type="number">
/// <item>at its start every replica reads from the audit how far that was noted;</item>
/// <item>once a second it looks for versions that have come since, of all documents, and notes them in the order in which they came, with the time at which they did;</item>
/// <item>each entry bears a token that follows from document and version: of several replicas, or after a lost answer, it is there once.</item>
/// </list>
/// What came while no process ran is noted at the next start.
/// </summary>
internal sealed partial class ScheduledVersions(IEnumerable<IPolicyDocument> documents, PolicyChanges changes, IServiceProvider services, TimeProvider clock, ILogger<ScheduledVersions> logger)
    : BackgroundService
{
    /// <summary>What the audit calls it.</summary>
    public const string Action = "in-force";

    private const int Page = 500, MostPages = 20;

    // What is made for now comes into force as long after as the store needs, to the tick; a journal puts it behind what was accepted before, which is no later than clocks differ.
    private static readonly long Soon = TimeSpan.TicksPerMillisecond * 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _noted = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.GetService<IAudit>() is { } audit
        ? Rounds.RunLaterAsync(Interval, clock, _ => TryAsync(audit, stoppingToken), stoppingToken)
        : Task.CompletedTask;

    private async Task TryAsync(IAudit audit, CancellationToken cancellation)
    {
        try
        {
            var came = new List<(IPolicyDocument Document, PolicyHistory History, PolicyVersion Version)>();
            foreach (IPolicyDocument document in documents.Where(document => !document.IsOfFile)) // then no version is in force
            {
                PolicyHistory history = await changes.HistoryAsync(document.Name, cancellation);
                came.AddRange((await CameAsync(audit, document, history, cancellation)).Select(version => (document, history, version)));
            }

            foreach ((IPolicyDocument document, PolicyHistory history, PolicyVersion version) in came.OrderBy(one => one.Version.EffectiveAt))
            {
                if (IsAskedFor(document, version) && history.At(version.EffectiveAt) == version)
                    await audit.NoteAsync(await EntryAsync(document, history, version, cancellation), cancellation); // 2
                _noted[document.Name] = version.EffectiveAt;
            }
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Delayed(logger, e.Message);
        }
    }

    private async Task<PolicyVersion[]> CameAsync(IAudit audit, IPolicyDocument document, PolicyHistory history, CancellationToken cancellation)
    {
        long now = changes.Now;
        if (!_noted.TryGetValue(document.Name, out long noted))
            _noted[document.Name] = noted = await NotedAsync(audit, document.Name, cancellation); // 1
        return [.. history.Line.ToArray().Where(version => version.EffectiveAt > noted && version.EffectiveAt <= now)];
    }

    // For a time of its own, and not for now.
    private bool IsAskedFor(IPolicyDocument document, PolicyVersion version) => version.EffectiveAt - version.MadeAt > changes.LeadOf(document.Name) + Soon;

    private static async Task<long> NotedAsync(IAudit audit, string document, CancellationToken cancellation)
    {
        var query = new AuditQuery(Page) { Kind = Action };
        for (int pages = 0; pages < MostPages && await audit.PageAsync(query, cancellation) is { } page; pages++)
        {
            foreach ((_, AuditEntry entry) in page.Entries)
            {
                if (entry.Document == document)
                    return entry.At;
            }

            if (page.Next is null)
                break;
            query = query with { After = page.Next };
        }

        return long.MinValue;
    }

    private async Task<AuditEntry> EntryAsync(IPolicyDocument document, PolicyHistory history, PolicyVersion version, CancellationToken cancellation)
    {
        int before = history.At(version.EffectiveAt - 1)?.Number ?? 0;
        return new AuditEntry(version.EffectiveAt, AuditEntry.BySchedule, AuditKinds.Policy, Action)
        {
            Token = TokenOf(document.Name, version.Number), // 3
            Document = document.Name,
            Version = version.Number,
            Reason = version.Reason,
            Before = PolicyAudit.Version(before),
            After = PolicyAudit.Told(version),
            Patch = PolicyAudit.Patch(await changes.TextAsync(document, before, cancellation), await changes.TextAsync(document, version.Number, cancellation)),
        };
    }

    private static long TokenOf(string document, int number) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Action} {document} {number}")));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "What came into force by itself is noted in the audit later: {Reason}.")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
