using System.Data.Common;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>Things go wrong in a cluster, and whoever should is told of what it is, not of all that follows from it, and of its end.</summary>
[Collection(nameof(MonitoredCluster))]
public sealed class Alerts_reach_people(MonitoredCluster cluster)
{
    private const string OnCall = "on-call", Day = "day";

    [Fact]
    public async Task A_Redis_that_is_stopped_is_told_once_for_all_services_by_mail_and_in_a_channel_and_silences_what_follows_from_it()
    {
        await cluster.QuietAsync("StoreAway", "GatewayErrorBudgetBurnsFast");
        (int messages, int mails) = (cluster.Slack.Messages.Count, cluster.Mail.Mails.Count);

        await cluster.Running.Cache.StopAsync();

        await ToldAsync(messages, OnCall, "danger", "StoreAway", "gateway lacks its redis", "leaderboard lacks its redis"); // one message for both
        await Until.TrueAsync(
            () => cluster.Mail.Mails.Skip(mails).Any(mail => mail.To.SequenceEqual(["on-call@example.com"]) && mail.Text.Contains("StoreAway", StringComparison.Ordinal)),
            () => "no mail came:\n" + cluster.Told);
        await Until.TrueAsync(
            async () => (await cluster.AlertsAsync()).Contains(("GatewayErrorBudgetBurnsFast", "", true)),
            () => "the gateway's errors are not silenced:\n" + cluster.Told);
        Assert.DoesNotContain(cluster.Slack.Messages.Skip(messages), message => message.Title.Contains("GatewayErrorBudget", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Mail.Mails.Skip(mails), mail => mail.Text.Contains("GatewayErrorBudget", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Slack.Messages.Skip(messages), message => message.Channel == Day && message.Title.Contains("StoreAway", StringComparison.Ordinal));

        await cluster.Running.Cache.RestartAsync();

        // Each that has it again is told of as over; the last one's message is a good one.
        await ToldAsync(messages, OnCall, "good", "StoreAway", "over: ");
        Assert.Contains(cluster.Slack.Messages.Skip(messages), message => message.Channel == OnCall && message.Text.Contains("over: gateway lacks its redis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_consumer_that_is_held_up_is_told_with_its_runbook_and_so_is_its_end()
    {
        await cluster.QuietAsync("ConsumerHeldUp");
        int messages = cluster.Slack.Messages.Count;

        await using (DbConnection locked = cluster.Running.Sql.Connect(cluster.Running.Database("progression")))
        {
            await locked.OpenAsync();
            await using DbCommand command = locked.CreateCommand();
            command.CommandText = "LOCK TABLES applied_events WRITE";
            await command.ExecuteNonQueryAsync();

            await ToldAsync(messages, OnCall, "danger", "ConsumerHeldUp", "progression applies nothing although events wait", "docs/runbooks/bus-lag.md");
        }

        await ToldAsync(messages, OnCall, "good", "ConsumerHeldUp", "over: progression applies nothing");
        Assert.DoesNotContain(cluster.Slack.Messages.Skip(messages), message => message.Text.Contains("leaderboard applies nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Slow_requests_wake_somebody_and_forged_ones_are_for_the_day()
    {
        await cluster.QuietAsync("GatewayP95High", "GatewayRefusesSignatures", "StoreAway");
        (int messages, int mails) = (cluster.Slack.Messages.Count, cluster.Mail.Mails.Count);
        using var enough = new CancellationTokenSource();
        Task slowing = SlowTheBusAsync(enough.Token);
        cluster.Load.IsForging = true;

        await ToldAsync(messages, OnCall, "danger", "GatewayP95High", "p95 over 5 minutes is above 500 ms");
        await ToldAsync(messages, Day, "warning", "GatewayRefusesSignatures", "refuses every fifth request for its signature");
        Assert.DoesNotContain(cluster.Mail.Mails.Skip(mails), mail => mail.Text.Contains("GatewayRefusesSignatures", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Slack.Messages.Skip(messages), message => message.Channel == OnCall && message.Title.Contains("GatewayRefusesSignatures", StringComparison.Ordinal));

        cluster.Load.IsForging = false;
        await enough.CancelAsync();
        await slowing;

        await ToldAsync(messages, OnCall, "good", "GatewayP95High", "over: ");
        await ToldAsync(messages, Day, "good", "GatewayRefusesSignatures", "over: ");
    }

    // What is written waits for 700 ms of every 900: within what a client waits for Redis, and beyond what the gateway should take.
    private async Task SlowTheBusAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await cluster.Running.Bus.CommandAsync("CLIENT", "PAUSE", "700", "WRITE");
            await Task.Delay(900, CancellationToken.None);
        }
    }

    private Task ToldAsync(int since, string channel, string color, string alert, params string[] texts) => Until.TrueAsync(
        () => cluster.Slack.Messages.Skip(since).Any(message =>
            message.Channel == channel && message.Color == color && message.Title.EndsWith(alert, StringComparison.Ordinal) && texts.All(text => message.Text.Contains(text, StringComparison.Ordinal))),
        () => $"{channel} is not told of {alert}, {color}: {string.Join(", ", texts)}\n{cluster.Told}");
}
