using System.Text.Json;
using LiveOps.Core.Bus;

namespace LiveOps.Core.Notices;

/// <summary>
/// The notices of a state that the journal makes durable, from the step that caused them until the bus has them:
/// <list type="number">
/// <item>the state adds them while it applies their cause, numbered, and saves them with itself: a replay gives the same notices the same numbers;</item>
/// <item>whoever tells them publishes what is here (<see cref="Peek"/>);</item>
/// <item>the message comes back to the state like every other, and what it carries leaves (<see cref="Apply"/>). So a crash at any moment tells a notice again at the most, under
/// the same number, and none is lost.</item>
/// </list>
/// The applying thread writes. Nothing is kept of types that nobody wants. It holds at most <see cref="Most"/>: while the bus takes none of them, what is more is not told, and counted.
/// </summary>
/// <param name="source">Whose.</param>
public sealed class NoticeOutbox(string source) : INoticeSink
{
    /// <summary>The most notices that wait.</summary>
    public const int Most = 1 << 18;

    private const int MostBytes = 200 << 10; // a message has less than 256 KB
    private const int Overhead = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<Notice> _waiting = [];
    private NoticesWanted _wanted;
    private long _first = 1, _dropped;

    /// <summary>Told of each that is added, on the applying thread.</summary>
    public Action? Added { get; set; }

    /// <summary>Notices that found no room.</summary>
    public long Dropped
    {
        get
        {
            lock (_gate)
                return _dropped;
        }
    }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <inheritdoc/>
    public bool Wants(NoticeType type) => (_wanted.Types & NoticeTypes.Bit(type)) != 0;

    /// <inheritdoc/>
    public void Add(NoticeType type, string subject, long at, Action<Utf8JsonWriter> write)
    {
        if (!Wants(type))
            return;
        var notice = new Notice(type, source, subject, at, NoticeJson.Of(write));
        lock (_gate)
        {
            if (_waiting.Count >= Most || notice.Data.Length > Notice.MaxData)
                _dropped++;
            else
                _waiting.AddLast(notice);
        }

        Added?.Invoke();
    }

    /// <summary>Takes note of what comes by the bus: what is wanted, which of its own notices are there, who was erased.</summary>
    public void Apply(in BusMessage message)
    {
        switch (message.Kind)
        {
            case BusMessageKind.NoticesWanted:
                if (NoticesWanted.TryRead(message.Payload.Span, out NoticesWanted wanted) && wanted.At >= _wanted.At)
                    _wanted = wanted;
                break;
            case BusMessageKind.Notices:
                if (NoticeBatch.ReadHead(message.Payload.Span) is { } head && head.Source == source)
                    LeaveBefore(head.End);
                break;
        }
    }

    /// <summary>The next to tell, as many as go into a message; null for none. From any thread.</summary>
    /// <param name="from">The number of the first that was not told yet.</param>
    public NoticeBatch? Peek(long from)
    {
        lock (_gate)
        {
            long number = _first, first = Math.Max(_first, from);
            int bytes = 0;
            var batch = new List<Notice>();
            foreach (Notice notice in _waiting)
            {
                if (number++ < first)
                    continue;
                bytes += notice.Data.Length + notice.Subject.Length + Overhead;
                if (bytes > MostBytes && batch.Count > 0)
                    break;
                batch.Add(notice);
            }

            return batch.Count == 0 ? null : new NoticeBatch(source, first, batch);
        }
    }

    /// <summary>
    /// Forgets what would be told of a player; the numbers stay with an empty place, which tells nothing. Some of it may be on its way to the bus at this moment, and come there after
    /// the erasure: so a mark is told behind it, by which it is forgotten there as well.
    /// </summary>
    public void Erase(string player)
    {
        bool wasThere = false;
        lock (_gate)
        {
            for (LinkedListNode<Notice>? node = _waiting.First; node is not null; node = node.Next)
            {
                if (node.Value.Subject != player || !NoticeTypes.IsOfPlayer(node.Value.Type))
                    continue;
                node.Value = node.Value with { Subject = "", Data = "{}"u8.ToArray() };
                wasThere = true;
            }

            if (wasThere)
                _waiting.AddLast(new Notice(NoticeType.PlayerForgotten, source, player, 0, "{}"u8.ToArray()));
        }

        if (wasThere)
            Added?.Invoke();
    }

    /// <summary>Writes all; called by the applying thread.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_wanted.At);
        writer.Write(_wanted.Types);
        writer.Write(_first);
        writer.Write(_waiting.Count);
        foreach (Notice notice in _waiting)
            NoticeFormat.Write(writer, notice);
    }

    /// <summary>Replaces all with what was saved.</summary>
    public void Load(BinaryReader reader)
    {
        lock (_gate)
        {
            _wanted = new NoticesWanted(reader.ReadInt64(), reader.ReadUInt64());
            _first = reader.ReadInt64();
            _waiting.Clear();
            for (int left = reader.ReadInt32(); left > 0; left--)
                _waiting.AddLast(NoticeFormat.Read(reader));
        }
    }

    private void LeaveBefore(long end)
    {
        lock (_gate)
        {
            for (; _first < end && _waiting.First is not null; _first++)
                _waiting.RemoveFirst();
            _first = Math.Max(_first, end);
        }
    }
}
