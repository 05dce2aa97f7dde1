using System.Text;
using LiveOps.Core.Policies;
using LiveOps.Fairness;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.ServiceDefaults.Policies;

public sealed class A_host_that_is_disposed_of_without_a_stop
{
    [Fact]
    public async Task Ends_a_look_at_the_versions_that_is_under_way_without_a_failure()
    {
        var clock = new ManualClock();
        var store = new SlowStore();
        using var file = new PolicyFile<string>("fairness", typeof(FairnessExtensions).Assembly, Encoding.UTF8.GetString, new ConfigurationBuilder().Build(), clock, NullLogger.Instance);
        var policies = new PoliciesInForce<string>(new PolicyName("fairness", "fairness"), file, Encoding.UTF8.GetString, store, clock, NullLogger<PoliciesInForce<string>>.Instance);
        store.Answer.SetResult();
        await policies.StartAsync(TestContext.Current.CancellationToken);
        store.Answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var patience = new Patience(); !store.Asked.Task.IsCompleted; await Task.Delay(1, TestContext.Current.CancellationToken))
        {
            Assert.False(patience.IsOver, "It never looked again.");
            clock.Advance(PolicyLead.Interval);
        }

        policies.Dispose();
        store.Answer.SetResult();

        await policies.ExecuteTask!.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
    }

    /// <summary>Answers when it is let, like a database that is slow.</summary>
    private sealed class SlowStore : IPolicyStore
    {
        public TaskCompletionSource Answer { get; set; } = new();

        public TaskCompletionSource Asked { get; set; } = new();

        public long Lead => PolicyLead.Ticks;

        public long Latest => 0;

        public async ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation)
        {
            Asked.TrySetResult();
            await Answer.Task;
            return known;
        }

        public ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => new((byte[]?)null);

        public Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation) => Task.FromResult<PolicyVersion?>(null);
    }
}
