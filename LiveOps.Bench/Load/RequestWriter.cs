using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Signing;

namespace LiveOps.Bench.Load;

/// <summary>Writes one signed request after another into the same buffer. Every number has a fixed width, so all are of one length.</summary>
internal sealed class RequestWriter
{
    // Every type with its data takes as many bytes, filled up with spaces.
    private const int TypeAndDataLength = 62;

    private readonly string _run;
    private readonly int _seed, _events;
    private readonly EventMix _mix;
    private readonly byte[] _key;
    private readonly long _timestamp;
    private readonly byte[] _occurredAt;
    private readonly byte[] _body;
    private int _length;

    /// <param name="run">Tells one run's ids from another's.</param>
    /// <param name="events">Events in a request.</param>
    /// <param name="mix">Which.</param>
    /// <param name="now">When it is signed.</param>
    public RequestWriter(string run, int events, EventMix mix, DateTimeOffset now)
    {
        _run = run;
        _seed = SeedOf(run);
        _events = events;
        _mix = mix;
        _key = SigningSecret.Parse(PresignedRequests.Secret, "secret");
        _timestamp = now.ToUnixTimeSeconds();
        _occurredAt = Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        _body = new byte[64 + events * 256];
    }

    /// <summary>The seed that a run's events are drawn with.</summary>
    public static int SeedOf(string run) => run.Aggregate(17, (hash, c) => unchecked(hash * 31 + c)) & 0xFFFFFF;

    /// <summary>Head and body of the request of a number.</summary>
    public (byte[] Head, ReadOnlyMemory<byte> Body) Write(int request)
    {
        _length = 0;
        if (_events > 1)
            Put("{\"events\":["u8);
        for (int e = 0; e < _events; e++)
        {
            if (e > 0)
                Put(","u8);
            WriteEvent((long)request * _events + e);
        }

        if (_events > 1)
            Put("]}"u8);
        ReadOnlyMemory<byte> body = _body.AsMemory(0, _length);
        string id = string.Create(CultureInfo.InvariantCulture, $"m-{_run}-{request:D8}");
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {_length}\r\nwebhook-id: {id}\r\nwebhook-timestamp: {_timestamp}\r\nwebhook-signature: {StandardWebhooks.Sign(_key, id, _timestamp, body.Span)}\r\n\r\n");
        return (Encoding.ASCII.GetBytes(head), body);
    }

    private void WriteEvent(long n)
    {
        MixedEvent e = _mix.At(_seed, n);
        Put("{\"id\":\"e-"u8);
        foreach (char c in _run)
            _body[_length++] = (byte)c;
        Put("-"u8);
        Put(n, 10);
        Put("\",\"playerId\":\"p-"u8);
        Put(e.Player, 8);
        Put("\",\"occurredAt\":\""u8);
        Put(_occurredAt);
        Put("\",\"type\":\""u8);
        int from = _length;
        switch (e.Type)
        {
            case EventType.XpGained:
                Put("xp_gained\",\"data\":{\"amount\":"u8);
                Put(e.Value, 3);
                break;
            case EventType.BossKilled:
                Put("boss_killed\",\"data\":{\"bossId\":\"boss-"u8);
                Put(e.Subject, 2);
                Put("\""u8);
                break;
            case EventType.ItemAcquired:
                Put("item_acquired\",\"data\":{\"itemId\":\"item-"u8);
                Put(e.Subject, 2);
                Put("\",\"quantity\":"u8);
                Put(e.Value, 1);
                break;
            default:
                Put("score_submitted\",\"data\":{\"board\":\"board-"u8);
                Put(e.Subject, 4);
                Put("\",\"score\":"u8);
                Put(e.Value, 6);
                break;
        }

        int padding = TypeAndDataLength - (_length - from);
        _body.AsSpan(_length, padding).Fill((byte)' ');
        _length += padding;
        Put("}}"u8);
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_body.AsSpan(_length));
        _length += text.Length;
    }

    private void Put(long number, int digits)
    {
        Utf8Formatter.TryFormat(number, _body.AsSpan(_length), out int written, new System.Buffers.StandardFormat('D', (byte)digits));
        _length += written;
    }
}
