using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Policies;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Progression.State;

/// <summary>Saving and loading.</summary>
internal sealed partial class ProgressionState
{
    private const byte SnapshotVersion = 7; // 6 had no notes, 5 had nothing of live events and no notices, 4 had no grants, no counters and signatures of one length, 3 no audit, 2 a policy's JSON in the document's place, 1 also ids that were everybody's

    /// <inheritdoc/>
    public void Save(Stream snapshot)
    {
        // Only the thread that calls this changes anything: no lock, and readers go on.
        using var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true);
        writer.Write(SnapshotVersion);
        writer.Write(_newest);
        writer.Write(_books.Until);
        Document.Save(writer);
        PlayerTableSnapshot.Save(writer, _players, _books.Edition);
        _applied.Save(writer);
        _erasures.Save(writer);
        _requests.Save(writer);
        _given.Save(writer);
        _jobs.Save(writer);
        Audit.Save(writer);
        PolicyFormat.WriteBytes(writer, _multipliers.ToBytes());
        Outbox.Save(writer);
        _notes.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(Stream snapshot)
    {
        try
        {
            using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
            byte version = reader.ReadByte();
            if (version is 0 or > SnapshotVersion)
                throw new InvalidDataException($"the snapshot is of version {version}, this program reads up to {SnapshotVersion}");
            Load(reader, version);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or IndexOutOfRangeException or OverflowException or ArgumentException or PolicyException)
        {
            throw new InvalidDataException("the snapshot is damaged: " + e.Message, e);
        }
    }

    private void Load(BinaryReader reader, byte version)
    {
        long newest = reader.ReadInt64();
        long until = newest;
        JournaledPolicy<ProgressionRules> document = NewDocument();
        if (version < 3)
        {
            document.LoadFormer(PolicyFormat.ReadBytes(reader));
        }
        else
        {
            until = reader.ReadInt64();
            document.Load(reader);
        }

        var players = new PlayerTable { Notices = Outbox };
        var books = new BooksInForce(document, _builtIn, players, until, _books.Edition + 1);
        PlayerTableSnapshot.Load(reader, players, books.Edition, version);
        var applied = new RecentEvents(_dedupe.Remember, _dedupe.Capacity);
        if (version == 1)
            applied.LoadFormer(reader);
        else
            applied.Load(reader);
        var erasures = new Erasures(_dedupe.Remember);
        erasures.Load(reader);
        var requests = new ClaimRequests();
        requests.Load(reader);
        var given = new GivenGrants();
        var jobs = new GrantJobs();
        if (version > 4)
        {
            given.Load(reader);
            jobs.Load(reader, given);
            given.Settle();
        }

        if (version > 3)
            Audit.Load(reader);
        EventMultipliers multipliers = EventMultipliers.None;
        if (version > 5 && !EventMultipliers.TryRead(PolicyFormat.ReadBytes(reader), out multipliers))
            throw new InvalidDataException("what live events multiply is damaged");
        if (version > 5)
            Outbox.Load(reader);
        var notes = new PlayerNotes();
        if (version > 6)
            notes.Load(reader);
        lock (_gate)
        {
            _newest = newest;
            _players = players;
            _applied = applied;
            _erasures = erasures;
            _requests = requests;
            (_given, _jobs, _notes) = (given, jobs, notes);
            _multipliers = multipliers;
            Document = document;
            _books = books;
        }
    }
}
