using System.Threading.Channels;
using LiveOps.Core.Bus;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Progression.Rules;

/// <summary>
/// Brings the rules of the policy file into force by way of the journal, at start and whenever the file changes, so that a replay
/// applies each event under the rules that it was first applied under.
/// </summary>
internal sealed partial class RulesKeeper(PolicyFile<ProgressionRules> file, ProgressionState state, ICommandLog commands, ProgressionMetrics metrics, TimeProvider clock, ILogger<RulesKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Completes when the file's rules are in force, so that the service takes no call under older ones.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        state.CountIn(metrics); // the journal was replayed before services start
        await BringIntoForceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        file.Changed += OnChanged;
        try
        {
            OnChanged(file.Current); // it may have changed before anyone listened
            await foreach (bool _ in _changes.Reader.ReadAllAsync(stoppingToken))
                await KeepTryingAsync(stoppingToken);
        }
        finally
        {
            file.Changed -= OnChanged;
        }
    }

    private void OnChanged(ProgressionRules rules) => _changes.Writer.TryWrite(true);

    private async Task KeepTryingAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await BringIntoForceAsync(cancellation);
                return;
            }
            catch (BusUnavailableException e)
            {
                Log.Delayed(logger, e);
                await Task.Delay(RetryAfter, clock, cancellation);
            }
        }
    }

    private async Task BringIntoForceAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> source = file.Json;
        if (!source.Span.SequenceEqual(state.RulesSource.Span))
            await commands.ExecuteAsync(state.Name, (byte[])[(byte)CommandKind.Rules, .. source.Span], cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The changed rules could not be written to the journal yet; the rules before them stay in force.")]
        public static partial void Delayed(ILogger logger, Exception e);
    }
}
