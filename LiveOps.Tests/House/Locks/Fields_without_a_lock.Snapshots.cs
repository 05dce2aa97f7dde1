using System.Text;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Fairness;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.State;
using LiveOps.Leaderboard.State;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.Tests.Core.Bus.Journal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ProgressCommand = LiveOps.Progression.State.CommandKind;
using ProgressEvent = LiveOps.Tests.Progression.TestEvent;

namespace LiveOps.Tests.House.Locks;

/// <content>Whole objects behind one field, and how far the journal is.</content>
public sealed partial class Fields_without_a_lock
{
    private const int Changes = 100, Groups = 30;

    [Fact]
    public async Task A_policy_in_force_is_one_of_those_that_were_and_whole()
    {
        var state = new FairnessState();
        string first = Fairness.World.DefaultPolicy, second = first.Replace("100000", "99999", StringComparison.Ordinal);
        byte[][] policies = [Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second)];
        state.Execute(FairnessCommand.Policy(policies[0]));
        await Crowd.WatchAsync(
            () =>
            {
                for (int change = 1; change <= Changes; change++)
                {
                    state.Execute(FairnessCommand.Policy(policies[change % 2]));
                    state.Execute(FairnessCommand.Announced(change));
                }
            },
            () =>
            {
                ReadOnlySpan<byte> json = state.Document.BaseJson.Span;
                Assert.True(json.SequenceEqual(policies[0]) || json.SequenceEqual(policies[1]));
                Assert.NotEmpty(state.Document.At(0)!.For(EventType.XpGained, 0).Rules);
                long announced = state.Announced;
                Assert.InRange(announced, 0, state.Announced); // it only rises
            });

        Assert.Equal(Changes, state.Announced);
    }

    [Fact]
    public async Task Rules_that_are_shown_are_one_of_those_that_were_and_whole()
    {
        var state = new ProgressionState(DedupeSettings.Default, RulesReader.BuiltIn);
        byte[][] rules = ["""{"bosses":{"xp":{"dragon":7}}}"""u8.ToArray(), """{"bosses":{"xp":{"dragon":8}}}"""u8.ToArray()];
        byte[] empty = state.Document.BaseJson.ToArray();
        await Crowd.WatchAsync(
            () =>
            {
                for (int change = 0; change < Changes; change++)
                    state.Execute([(byte)ProgressCommand.Rules, .. rules[change % 2]]);
            },
            () =>
            {
                byte[] source = state.Document.BaseJson.ToArray();
                Assert.True(source.AsSpan().SequenceEqual(rules[0]) || source.AsSpan().SequenceEqual(rules[1]) || source.AsSpan().SequenceEqual(empty));
                string json = Encoding.UTF8.GetString(state.RulesJson.Span);
                Assert.True(json[0] == '{' && json[^1] == '}');
            });
    }

    [Fact]
    public async Task Which_way_boards_count_is_as_it_was_said_and_what_is_due_is_a_time_that_was()
    {
        var state = new LeaderboardState(new RecentEvents(TimeSpan.FromHours(1), 1_000));
        var clock = new Harness.ManualClock();
        long start = clock.Now();
        byte[][] said = [new BoardOrders(start, true, []).ToBytes(), new BoardOrders(start, false, [BoardHash.Of("race")]).ToBytes()];
        state.Apply([new BusMessage(BusMessageKind.BoardOrders, said[0])]);
        await Crowd.WatchAsync(
            () =>
            {
                for (int change = 0; change < Changes; change++)
                {
                    state.Apply([new BusMessage(BusMessageKind.BoardOrders, said[change % 2])]);
                    state.Execute(Commands.Policy(start + change * TimeSpan.TicksPerHour, """{"boards":{"arena":{}}}"""u8));
                }
            },
            () =>
            {
                Assert.True(state.Said.IsAscending(BoardHash.Of("race"))); // by either, though for another reason
                Assert.True(state.NextDue > start);
            });
    }

    [Fact]
    public async Task Memory_may_be_asked_for_while_tables_grow()
    {
        var gains = new GainWindows();
        var scores = new ScoreHistories();
        gains.Use("of a policy", 3);
        await Crowd.WatchAsync(
            () =>
            {
                for (int player = 0; player < Rounds; player++)
                {
                    gains.Of(player)[2] = default;
                    int first = 0;
                    scores.Begin(ref first, 1);
                    scores.Begin(ref first, 2);
                }
            },
            () =>
            {
                for (int player = 0; player < 2 * Rounds; player += 61)
                {
                    gains.Prefetch(player);
                    scores.Prefetch(player);
                }
            });
    }

    [Fact]
    public async Task What_was_published_is_durable_and_applied_and_no_number_goes_back()
    {
        using var folder = new TempFolder();
        Journal journal = JournalFolder.Open(folder);
        using var bus = new JournalBus(journal);
        bus.Feed([new CountingState()], folder.File("snapshots"), new DeadLetterFiles(folder.File("letters"), TimeProvider.System), long.MaxValue, NullLogger.Instance);
        JournalConsumer consumer = bus.Consumers[0];
        BusMessage message = ProgressEvent.Batch(ProgressEvent.Xp("ada", 1), ProgressEvent.Xp("bob", 1));
        await Crowd.WatchAsync(
            () => Task.WhenAll(Enumerable.Range(0, Crowd.Size).Select(_ => Task.Run(async () =>
            {
                for (int published = 0; published < Groups; published++)
                    await bus.PublishAsync(message);
            }))).GetAwaiter().GetResult(),
            () =>
            {
                // Each is read before what it can never be beyond.
                long position = consumer.Position, durable = journal.Durable, applied = consumer.AppliedEvents;
                Assert.True(position <= durable && durable <= journal.Durable);
                Assert.True(applied <= consumer.AppliedEvents && applied <= 2L * Crowd.Size * Groups);
                Assert.Null(journal.Failure);
                Assert.False(consumer.IsHeldUp);
            });

        Assert.Equal(2L * Crowd.Size * Groups, bus.PublishedEvents);
        for (var patience = new Patience(); consumer.AppliedEvents < bus.PublishedEvents && !patience.IsOver;)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal((bus.PublishedEvents, 0, 0), (consumer.AppliedEvents, consumer.Redeliveries, consumer.SetAside));
    }

    [Fact]
    public async Task Keys_that_verify_are_those_before_a_change_or_those_after_it()
    {
        var source = new ChangingSource();
        source.Set("HMAC_SECRET", new string('a', 32));
        using var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).Add(source);
        using var keys = new SigningKeys(configuration, NullLogger<SigningKeys>.Instance);
        await Crowd.WatchAsync(
            () =>
            {
                for (int change = 0; change < Changes; change++)
                    source.Change("Signing:Keys:game:0", new string(change % 2 == 0 ? 'b' : 'c', 32));
            },
            () =>
            {
                LiveOps.Core.Signing.KeyRing ring = keys.Current;
                Assert.InRange(ring.Ids.Count, 1, 2);
                Assert.All(ring.Ids, id => Assert.NotEmpty(ring.Find(id)!));
            });
    }

    [Fact]
    public async Task A_policy_file_is_in_force_as_it_was_at_some_look()
    {
        using var folder = new TempFolder();
        string path = folder.File("fairness.json"), next = folder.File("next");
        File.WriteAllText(path, "0000");
        using var file = new PolicyFile<string>(
            "fairness", typeof(FairnessExtensions).Assembly, bytes => bytes[0] == '!' ? throw new PolicyException("no") : Encoding.ASCII.GetString(bytes),
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("POLICY_DIR", (string?)folder.Path)]).Build(), new Harness.ManualClock(), NullLogger.Instance);
        await Crowd.WatchAsync(
            () =>
            {
                for (int change = 1; change <= Changes; change++)
                {
                    File.WriteAllText(next, change % 5 == 0 ? "!" : $"{change:D4}");
                    File.Move(next, path, overwrite: true);
                    file.Look();
                }
            },
            () =>
            {
                Assert.InRange(int.Parse(file.Current, System.Globalization.CultureInfo.InvariantCulture), 0, Changes);
                Assert.True(file.Refusal is null or "no");
            });

        Assert.Equal(($"{Changes - 1:D4}", "no"), (file.Current, file.Refusal));
    }

    private sealed class CountingState : IJournaledState
    {
        public string Name => "counting";

        public void Apply(ReadOnlySpan<BusMessage> messages)
        {
        }

        public object? Execute(ReadOnlySpan<byte> command) => null;

        public void Save(Stream snapshot)
        {
        }

        public void Load(Stream snapshot)
        {
        }
    }

    private sealed class ChangingSource : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Change(string key, string? value)
        {
            Set(key, value);
            OnReload();
        }
    }
}
