using System.Text;
using LiveOps.Gateway.Webhooks.Sending;
using Prometheus;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>How webhooks stand is told by who sends, and by nobody where nobody does: a nought of a replica that knows nothing would be one that is known.</summary>
public sealed class Who_tells_how_webhooks_stand
{
    [Fact]
    public async Task Only_who_sends_does()
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        var metrics = new WebhookMetrics(Metrics.WithCustomRegistry(registry));
        Assert.False(await AreToldAsync(registry));
        metrics.Stand([], 0);
        Assert.True(await AreToldAsync(registry));
        metrics.Stand(null, 0); // its right to send has ended, as when the database cannot be had
        Assert.False(await AreToldAsync(registry));
        metrics.Stand([], 0);
        Assert.True(await AreToldAsync(registry));
    }

    private static async Task<bool> AreToldAsync(CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        string said = Encoding.UTF8.GetString(text.ToArray());
        Assert.Equal(said.Contains("\nwebhooks_disabled 0\n", StringComparison.Ordinal), said.Contains("\nwebhook_deliveries_pending 0\n", StringComparison.Ordinal));
        return said.Contains("\nwebhooks_disabled 0\n", StringComparison.Ordinal);
    }
}
