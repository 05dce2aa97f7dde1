using LiveOps.Core.Bus;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Fairness.Policies;

/// <summary>
/// Brings the policy file into force through the journal, so that a replay judges by the policy of its time: at start, before any request,
/// and whenever the file changes.
/// </summary>
internal sealed partial class FairnessPolicies(PolicyFile<FairnessPolicy> file, FairnessState state, ICommandLog commands, TimeProvider clock, ILogger<FairnessPolicies> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await BringAsync(cancellationToken);
        file.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        file.Changed -= OnChanged;
        _stopping.Cancel();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void OnChanged(FairnessPolicy policy) => _ = BringPersistentlyAsync();

    private async Task BringPersistentlyAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await BringAsync(_stopping.Token);
                return;
            }
            catch (BusUnavailableException e)
            {
                Log.NotInForce(logger, e.Message);
                await Task.Delay(RetryAfter, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task BringAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> json = file.Json;
        if (!state.PolicyJson.SequenceEqual(json.Span))
            await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Policy(json.Span), cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The changed policy could not be written to the journal yet and is not in force: {Reason}")]
        public static partial void NotInForce(ILogger logger, string reason);
    }
}
