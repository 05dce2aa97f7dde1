using System.Text;
using LiveOps.Core.Boards;
using LiveOps.Core.Ids;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Ranks;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <summary>The state as a snapshot: everything that a further record may depend on. Players nothing refers to any more are left out.</summary>
internal sealed partial class LeaderboardState
{
    private const byte SnapshotVersion = 9, FirstWithLiveEvents = 8; // 8 had blocks end before anything closed, and not which live events were told, 7 had neither notices, leagues, live events nor rewards by rank, 6 had nothing of what was cancelled, 5 no audit, 4 had a policy's JSON in the document's place, 3 no blocks, 2 had ids that were everybody's, 1 also not what was said of boards' orders

    /// <inheritdoc/>
    public void Save(Stream snapshot)
    {
        snapshot.WriteByte(SnapshotVersion);
        using (var ids = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true))
            _seen.Save(ids);
        var writer = new SnapshotWriter(snapshot);
        writer.Long(_now);
        writer.Long(_lastAccepted);
        writer.Block(Saved(Document.Save));
        writer.Block(_said.ToBytes());
        int[] numbers = SavePlayers(writer);
        writer.Int(_hiddenByOperator.Count);
        foreach (int player in _hiddenByOperator.Order())
            writer.Int(numbers[player]);
        _blocks.Save(writer, numbers);
        writer.Block(SaveAudit());
        SaveLiveEvents(writer, numbers);
        writer.Int(_boards.Count);
        foreach (Board board in _boards)
            SaveBoard(writer, board, numbers);
        foreach (Board board in _boards)
        {
            HashSet<string> cancelled = board.Tracks[(int)WindowKind.Seasonal].Cancelled;
            writer.Int(cancelled.Count);
            foreach (string name in cancelled.Order(StringComparer.Ordinal))
                writer.Text(name);
        }

        _owedRewards.Save(writer);
        SaveLeagues(writer, numbers);
        writer.Block(SaveOutbox());
        writer.Int(HasBlocksInOrder ? 1 : 0);
        SaveRunning(writer);
        writer.Flush();
    }

    /// <inheritdoc/>
    public void Load(Stream snapshot)
    {
        int version = snapshot.ReadByte();
        if (version is < 1 or > SnapshotVersion)
            throw new InvalidDataException("the leaderboard's snapshot is of a version that this one cannot read");
        using (var ids = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true))
        {
            if (version < 3)
                _seen.LoadFormer(ids);
            else
                _seen.Load(ids);
        }

        var reader = new SnapshotReader(snapshot);
        lock (Gate)
        {
            _now = reader.Long();
            _eventsTold = _now;
            _lastAccepted = reader.Long();
            Document = LoadDocument(reader.Block(), version);
            if (version > 1)
                _said = BoardOrders.TryRead(reader.Block(), out BoardOrders said) ? said : throw SnapshotReader.Damaged();
            Players = new IdTable();
            int players = reader.Count();
            Players.Reserve(players);
            for (; players > 0; players--)
                Players.GetOrAdd(reader.Id(), out _);
            _hiddenByOperator.Clear();
            for (int left = reader.Count(); left > 0; left--)
                _hiddenByOperator.Add(reader.Int());
            if (version > 3)
                _blocks.Load(reader);
            if (version > 5)
                LoadAudit(reader.Block());
            LoadLiveEvents(reader, version);
            Policy = PolicyAt(_now);
            // Rows know for themselves whether they are hidden.
            _hidden.Clear();
            _hidden.UnionWith(_hiddenByOperator);
            if (Policy.HideBlocked)
                _hidden.UnionWith(_blocks.Players.Where(player => _blocks.Until(player, _now) is not null));
            _boardIds = new IdTable();
            _boards.Clear();
            for (int left = reader.Count(); left > 0; left--)
                LoadBoard(reader);
            foreach (Board board in version > 6 ? _boards : [])
            {
                for (int left = reader.Count(); left > 0; left--)
                    board.Tracks[(int)WindowKind.Seasonal].Cancelled.Add(reader.Text());
            }

            if (version > 7)
                _owedRewards.Load(reader);
            LoadLeagues(reader, isFormer: version < 8);
            if (version > 7)
                LoadOutbox(reader.Block());
            HasBlocksInOrder = version > 8 && reader.Int() == 1;
            LoadRunning(version > 8 ? reader : null);
            LookForDue();
        }
    }

    private static byte[] Saved(Action<BinaryWriter> save)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        save(writer);
        return stream.ToArray();
    }

    private static JournaledPolicy<LeaderboardPolicy> LoadDocument(byte[] saved, int version)
    {
        JournaledPolicy<LeaderboardPolicy> document = NewDocument();
        using var reader = new BinaryReader(new MemoryStream(saved), Encoding.UTF8);
        if (version < 5)
            document.LoadFormer(saved);
        else
            document.Load(reader);
        return document;
    }

    // Numbers the players anew, without gaps and in the same order.
    private int[] SavePlayers(SnapshotWriter writer)
    {
        bool[] used = new bool[Players.End];
        foreach (int player in _hiddenByOperator.Concat(_blocks.Players))
            used[player] = true;
        foreach (Board board in _boards)
            Mark(board, used);
        foreach (Leagues.League league in Leagues.All)
            league.Mark(used);
        foreach (Entrants entrants in _entrants.Values)
            entrants.Mark(used);
        writer.Int(used.AsSpan().Count(true));
        int[] numbers = new int[used.Length];
        int next = 0;
        for (int player = 0; player < used.Length; player++)
        {
            if (!used[player])
                continue;
            numbers[player] = next++;
            writer.Id(Players.Utf8(player));
        }

        return numbers;
    }

    private static void Mark(Board board, bool[] used)
    {
        foreach (Track track in board.Tracks)
        {
            foreach (OpenPeriod period in track.Open)
            {
                for (Leaf? leaf = period.Ranks.First; leaf is not null; leaf = leaf.Next)
                {
                    foreach (int player in leaf.Players.AsSpan(0, leaf.Count))
                        used[player] = true;
                }
            }

            foreach (Archive archive in track.Closed)
                archive.Mark(used);
        }

        foreach (Champions champions in board.Hall)
            champions.Mark(used);
    }
}
