using System.Collections.Concurrent;
using LiveOps.Core.Ids;
using LiveOps.Core.Signing;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Ingest;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.House.Locks;

/// <summary>
/// The fields that <c>docs/locks.md</c> says are shared without a lock, written and read by several threads at once: what a reader sees is always one of the
/// values that were written, whole, and numbers lose nothing. <see cref="Fields_without_a_lock_in_another_runtime"/> runs the same where code is compiled, and
/// memory collected, in another way.
/// </summary>
public sealed partial class Fields_without_a_lock
{
    private const int Rounds = 20_000;

    [Fact]
    public async Task Stamps_of_acceptance_are_never_given_twice_and_rise_for_who_asks()
    {
        var clock = new AcceptanceClock(new ManualClock(), new JournaledRequestMemory(new RequestMemoryOptions()));
        var given = new ConcurrentBag<long>();
        await Crowd.RunAsync(number =>
        {
            long last = 0;
            for (int round = 0; round < Rounds; round++)
            {
                long first = clock.Next(number + 1);
                Assert.True(first > last);
                last = first + number;
                given.Add(first);
                if (number > 0)
                    given.Add(last);
            }
        });

        Assert.Equal(given.Count, given.Distinct().Count());
    }

    [Fact]
    public async Task Attempts_and_stamps_of_stored_parts_are_never_given_twice()
    {
        var attempts = new ConcurrentBag<long>();
        var stamps = new ConcurrentBag<long>();
        await Crowd.RunAsync(number =>
        {
            var signer = new SignedBy("default", $"msg-{number}");
            for (int round = 0; round < Rounds; round++)
            {
                attempts.Add(IdempotencyKey.Of(signer, "{}"u8).Attempt);
                stamps.Add(Stamps.Next());
            }
        });

        Assert.Equal(Crowd.Size * Rounds, attempts.Distinct().Count());
        Assert.Equal(Crowd.Size * Rounds, stamps.Distinct().Count());
    }

    [Fact]
    public async Task What_an_event_said_is_never_taken_for_what_another_said()
    {
        var contents = new EventContents();
        await Crowd.RunAsync(number =>
        {
            for (uint round = 0; round < Rounds; round++)
            {
                // All fall on few places; each hash says one thing only.
                var hash = new UInt128(round * 0x9E3779B97F4A7C15UL, round & 7);
                contents.Add(hash, (ushort)round);
                Assert.False(contents.IsOther(hash, (ushort)round));
                Assert.False(contents.IsOther(new UInt128((round + 1) * 0x9E3779B97F4A7C15UL, (round + 1) & 7), (ushort)(round + 1)));
            }
        });
    }

    [Fact]
    public async Task Places_for_requests_are_all_given_back_and_nobody_waits_for_ever()
    {
        using var admission = new Admission(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("GATEWAY_MAX_REQUESTS", (string?)"2"), KeyValuePair.Create("GATEWAY_MAX_WAITING", (string?)"1")]).Build());
        int inside = 0, most = 0;
        await Crowd.RunAsync(_ =>
        {
            for (int round = 0; round < Rounds / 10; round++)
            {
                if (!admission.EnterAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
                    continue;
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
                admission.Leave();
            }
        });

        Assert.InRange(most, 1, 2);
        // One may wait again: had a single waiter been lost, nobody could.
        Assert.True(await admission.EnterAsync(CancellationToken.None) && await admission.EnterAsync(CancellationToken.None));
        Task<bool> waiting = admission.EnterAsync(CancellationToken.None).AsTask();
        Assert.False(await admission.EnterAsync(CancellationToken.None));
        admission.Leave();
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Whoever_looks_up_ids_while_others_come_finds_none_that_never_came()
    {
        var ids = new IdSet();
        UInt128[] come = [.. Enumerable.Range(0, 5 * Rounds).Select(i => IdHash.Of(BitConverter.GetBytes(i)))];
        UInt128[] others = [.. Enumerable.Range(0, 64).Select(i => IdHash.Of(BitConverter.GetBytes(-1 - i)))];
        await Crowd.WatchAsync(
            () =>
            {
                foreach (UInt128 id in come)
                    ids.Add(id);
            },
            () =>
            {
                ids.Prefetch(others);
                foreach (UInt128 id in others)
                    Assert.False(ids.Contains(id));
                ids.Contains(come[0]); // may be on its way
            });

        Assert.All(come, id => Assert.True(ids.Contains(id)));
    }

    [Fact]
    public async Task After_each_pause_of_an_open_breaker_one_call_is_let_through()
    {
        var clock = new ManualClock();
        var breaker = new CircuitBreaker(clock);
        await Crowd.RunAsync(_ =>
        {
            for (int failure = 0; failure < CircuitBreaker.Threshold; failure++)
                breaker.Failed();
        });
        for (int pause = 0; pause < 25; pause++)
        {
            clock.Advance(2 * CircuitBreaker.Pause);
            int through = 0;
            await Crowd.RunAsync(_ =>
            {
                if (!breaker.TryEnter())
                    return;
                Interlocked.Increment(ref through);
                breaker.Failed();
            });
            Assert.Equal(1, through);
        }

        breaker.Succeeded();
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public async Task Redis_is_never_believed_to_be_later_than_it_is()
    {
        const long Ahead = 7_000_000; // microseconds
        var time = new ServerTime();
        await Crowd.RunAsync(number =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                if (number == 0)
                {
                    long asked = ServerTime.Now();
                    time.Learn(ServerTime.Now() + Ahead, asked);
                }
                else if (time.IsKnown)
                {
                    long believed = time.After(TimeSpan.Zero);
                    Assert.True(believed <= ServerTime.Now() + Ahead);
                    time.TryRefresh();
                }
            }
        });
    }

    [Fact]
    public async Task A_secret_that_was_added_is_masked_from_then_on()
    {
        string[] secrets = [.. Enumerable.Range(0, 60).Select(i => $"stress-secret-{i:D3}-{Guid.NewGuid():N}")];
        int added = 0;
        await Crowd.WatchAsync(
            () =>
            {
                foreach (string secret in secrets)
                {
                    Redaction.Add([secret]);
                    Volatile.Write(ref added, added + 1);
                }
            },
            () =>
            {
                int known = Volatile.Read(ref added);
                if (known > 0)
                    Assert.Equal($"is {Redaction.Mask}!", Redaction.Redact($"is {secrets[known - 1]}!"));
            });
    }

    [Fact]
    public async Task What_groups_did_is_counted_whole()
    {
        var counts = new ClusterCounts();
        await Crowd.RunAsync(_ =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                counts.Add(new Dictionary<string, int> { ["arena"] = 2 }, refused: 3);
                counts.Damaged();
            }
        });

        const long All = Crowd.Size * Rounds;
        Assert.Equal((3 * All, All, 2 * All), (counts.Refused, counts.DamagedRanks, counts.Updates["arena"]));
    }

    private static void InterlockedMax(ref int field, int value)
    {
        for (int seen = Volatile.Read(ref field); seen < value; seen = Volatile.Read(ref field))
            Interlocked.CompareExchange(ref field, value, seen);
    }
}
