using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Notices;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Folds a group of batches into one write, by the very rules that the embedded store applies: its table of players holds those of the
/// group, and those that it knows from groups before.
/// <list type="number">
/// <item><see cref="Begin"/> collects the ids and the players of the group;</item>
/// <item><see cref="Load"/> is given each player who is not known, as the database has them, <see cref="AddNew(ReadOnlySpan{byte})"/> each id that was not applied before, or <see cref="AddNew()"/> where none was;</item>
/// <item><see cref="Apply"/> applies the events that are new;</item>
/// <item>what changed is written by <see cref="GroupWriter"/>;</item>
/// <item>once that is committed, <see cref="Keep"/> says so.</item>
/// </list>
/// Lent to one group at a time.
/// </summary>
internal sealed partial class GroupFold
{
    private const int Edition = 1;

    private readonly RuleBook _book;
    private readonly HashSet<UInt128> _new = [];
    private readonly List<UInt128> _ids = [];
    private int _distinct;
    private bool _areNew;
    private readonly List<int> _numbers = [];
    private Touched[] _touched = new Touched[64];

    /// <param name="rules">What it folds under.</param>
    /// <param name="doubt">Whether it goes by what it knows of groups before; for more than one group.</param>
    public GroupFold(RulesInForce.Edition rules, Doubt? doubt = null)
    {
        _doubt = doubt ?? new Doubt();
        RulesNumber = rules.Number;
        // How many names there may be over all players bounds the memory of the embedded store. Here names are not kept in memory.
        _book = new RuleBook(
            rules.Rules with
            {
                BossLimits = rules.Rules.BossLimits with { Overall = int.MaxValue },
                ItemLimits = rules.Rules.ItemLimits with { Overall = int.MaxValue },
                CounterLimits = rules.Rules.CounterLimits with { Overall = int.MaxValue },
            },
            Players);
    }

    /// <summary>What the group did to a player.</summary>
    internal struct Touched
    {
        /// <summary>Their events accepted up to then were erased.</summary>
        public long ErasedUntil;

        /// <summary>The version of their row, where they are known from a group before; 0 where they are not: then this transaction has locked the row.</summary>
        public long Version;

        public bool IsInGroup, IsLoaded, IsChanged, BossesChanged, ItemsChanged, CountersChanged;

        /// <summary>How many rewards they had before.</summary>
        public int RewardsBefore;
    }

    public PlayerTable Players { get; } = new();

    /// <summary>What others are told of what the group does: a new one for each time that it is folded.</summary>
    public NoticeBuffer? Notices
    {
        get;
        set => Players.Notices = field = value;
    }

    /// <summary>The number of the rules it folds under.</summary>
    public long RulesNumber { get; }

    /// <summary>The hashes of the events' ids, sorted, each once.</summary>
    public ReadOnlySpan<UInt128> Ids => CollectionsMarshal.AsSpan(_ids)[.._distinct];

    /// <summary>The numbers of the players, sorted by their ids.</summary>
    public ReadOnlySpan<int> Numbers => CollectionsMarshal.AsSpan(_numbers);

    public ref Touched this[int number] => ref _touched[number];

    /// <exception cref="InvalidDataException">A batch is damaged.</exception>
    public void Begin(ReadOnlySpan<BusMessage> messages)
    {
        Clear();
        foreach (BusMessage message in messages)
        {
            if (!EventBatch.TryRead(message.Payload, out EventBatch batch))
                throw new InvalidDataException("a batch of events is of a newer version, or damaged");
            foreach (GameEvent e in batch)
            {
                _ids.Add(EventHash.Of(e, batch.HasFormerIds));
                Add(e.PlayerId);
            }
        }

        _ids.Sort();
        _distinct = Distinct(CollectionsMarshal.AsSpan(_ids));
        Settle();
    }

    // Moves each one to the front, once; how many there are.
    private static int Distinct(Span<UInt128> sorted)
    {
        int count = 0;
        foreach (UInt128 id in sorted)
        {
            if (count == 0 || sorted[count - 1] != id)
                sorted[count++] = id;
        }

        return count;
    }

    private void Add(ReadOnlySpan<byte> playerId)
    {
        int number = Players.GetOrAdd(playerId);
        if (number >= _touched.Length)
            Array.Resize(ref _touched, Math.Max(number + 1, _touched.Length * 2));
        if (_touched[number].IsInGroup)
            return;
        Recall(number);
        _numbers.Add(number);
    }

    private void Settle() => _numbers.Sort((a, b) => Players.Ids.Utf8(a).SequenceCompareTo(Players.Ids.Utf8(b)));

    /// <summary>An id that was not applied before: 16 bytes.</summary>
    public void AddNew(ReadOnlySpan<byte> id) => _new.Add(BinaryPrimitives.ReadUInt128BigEndian(id));

    /// <summary>No id was applied before.</summary>
    public void AddNew()
    {
        _areNew = _distinct == _ids.Count;
        if (_areNew)
            return; // nothing is looked up
        foreach (UInt128 id in Ids)
            _new.Add(id);
    }

    /// <summary>A player as the database has them.</summary>
    /// <param name="stored">Their row.</param>
    /// <param name="erasedUntil">When their events were erased last; null for never.</param>
    public void Load(in StoredPlayer stored, long? erasedUntil)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        int number = Players.Ids.Find(id[..Encoding.ASCII.GetBytes(stored.PlayerId, id)]);
        ref Player player = ref Players[number];
        player.Xp = stored.Xp;
        player.Level = stored.Level;
        player.Kills = stored.Kills;
        player.UpdatedAt = stored.UpdatedAt;
        player.JudgedUnder = stored.JudgedUnder == RulesNumber ? Edition : 0;
        LoadTallies(ref player.Bosses, Players.BossNames, stored.Bosses);
        LoadTallies(ref player.Items, Players.ItemNames, stored.Items);
        LoadTallies(ref player.Counters, Players.CounterNames, stored.Counters);
        foreach (string reward in StoredPlayer.Names(stored.Rewards))
            Players.Grants.Add(ref player.Rewards, new Grant { Reward = Players.RewardNames.Use(Encoding.ASCII.GetBytes(reward)), Claim = Grant.Unclaimed });
        _touched[number].RewardsBefore = player.Rewards.Count;
        _touched[number].ErasedUntil = erasedUntil ?? long.MinValue;
        _touched[number].IsLoaded = true;
    }

    /// <summary>Whether every player of the group was loaded.</summary>
    public bool IsLoaded => _numbers.TrueForAll(number => _touched[number].IsLoaded);

    /// <summary>Applies the messages of <see cref="Begin"/>; how many events had an effect.</summary>
    public int Apply(ReadOnlySpan<BusMessage> messages, EventMultipliers multipliers)
    {
        int applied = 0;
        foreach (BusMessage message in messages)
        {
            EventBatch batch = EventBatch.Trusted(message.Payload);
            foreach (GameEvent e in batch)
            {
                if (!_areNew && !_new.Remove(EventHash.Of(e, batch.HasFormerIds))) // the second of two in one group finds nothing either
                    continue;
                ref Touched touched = ref _touched[Players.Ids.Find(e.PlayerId)];
                if (e.AcceptedAt <= touched.ErasedUntil)
                {
                    touched.IsChanged |= touched.Version != 0; // written as they are: only a write tells whether what is known of them still holds
                    continue;
                }

                EventFold.Apply(Players, _book, Edition, e, multipliers);
                touched.IsChanged = true;
                touched.BossesChanged |= e.Type == EventType.BossKilled;
                touched.ItemsChanged |= e.Type == EventType.ItemAcquired;
                touched.CountersChanged |= e.Type == EventType.CounterAdded;
                applied++;
            }
        }

        return applied;
    }

    private void LoadTallies(ref ShortList list, NameTable names, string document)
    {
        if (document.Length <= 2)
            return; // {}
        byte[] utf8 = Encoding.ASCII.GetBytes(document);
        var json = new Utf8JsonReader(utf8);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int name = names.Use(json.ValueSpan); // ids have no escapes
            json.Read();
            Players.Tallies.Add(ref list, new Tally { Name = name, Count = json.GetInt64() });
        }
    }
}
