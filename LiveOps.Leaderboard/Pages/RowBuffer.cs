using System.Text.Json;
using LiveOps.Core.Rewards;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Pages;

/// <summary>
/// Rows copied out of a ranking under the state's gate, so that they can be written as JSON outside it. Kept for each thread and used
/// again: between <see cref="Rent"/> and the last use there must be no await.
/// </summary>
internal sealed class RowBuffer
{
    private static readonly JsonEncodedText Rank = JsonEncodedText.Encode("rank"), Among = JsonEncodedText.Encode("among"), PlayerId = JsonEncodedText.Encode("playerId"),
        Score = JsonEncodedText.Encode("score"), AchievedAt = JsonEncodedText.Encode("achievedAt");

    [ThreadStatic]
    private static RowBuffer? _ofThread;

    private Row[] _rows = new Row[16];
    private byte[] _ids = new byte[512];
    private int _idsUsed;

    public int Count { get; private set; }

    /// <summary>A copy of a row; the player is null once erased.</summary>
    public (int Rank, string? PlayerId, long Score, long Time) this[int index] => _rows[index] is var row
        ? (row.Rank, row.IdLength > 0 ? System.Text.Encoding.ASCII.GetString(_ids, row.IdAt, row.IdLength) : null, row.Score, row.Time)
        : default;

    /// <summary>This thread's buffer, empty.</summary>
    public static RowBuffer Rent()
    {
        RowBuffer buffer = _ofThread ??= new RowBuffer();
        buffer.Clear();
        return buffer;
    }

    public void Clear() => Count = _idsUsed = 0;

    /// <summary>Adds a row; an empty id stands for a player who was erased.</summary>
    public void Add(int rank, long score, long time, ReadOnlySpan<byte> id)
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, Count * 2);
        if (_idsUsed + id.Length > _ids.Length)
            Array.Resize(ref _ids, _ids.Length * 2);
        id.CopyTo(_ids.AsSpan(_idsUsed));
        _rows[Count++] = new Row(rank, score, time, _idsUsed, id.Length);
        _idsUsed += id.Length;
    }

    /// <summary>Adds another buffer's rows.</summary>
    public void Add(RowBuffer other)
    {
        foreach (Row row in other._rows.AsSpan(0, other.Count))
            Add(row.Rank, row.Score, row.Time, other._ids.AsSpan(row.IdAt, row.IdLength));
    }

    /// <summary>Copies of the rows with a player.</summary>
    public (int Rank, string PlayerId, long Score)[] ToArray() =>
        [.. _rows.Take(Count).Where(row => row.IdLength > 0).Select(row => (row.Rank, System.Text.Encoding.ASCII.GetString(_ids, row.IdAt, row.IdLength), row.Score))];

    /// <summary>The players of the rows, as they earn something by them; a player who was erased has no id.</summary>
    public RewardedPlayer[] ToRewarded() =>
        [.. _rows.Take(Count).Select(row => new RewardedPlayer(System.Text.Encoding.ASCII.GetString(_ids, row.IdAt, row.IdLength), row.Time))];

    public void WriteArray(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < Count; i++)
        {
            json.WriteStartObject();
            WriteMembers(json, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one row's members into the object at hand.</summary>
    public void WriteMembers(Utf8JsonWriter json, int index)
    {
        json.WriteNumber(Rank, _rows[index].Rank);
        WritePlayer(json, _rows[index]);
    }

    /// <summary>Writes the rows as a list, each with its place among them.</summary>
    public void WriteAmong(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber(Rank, _rows[i].Rank);
            json.WriteNumber(Among, i + 1);
            WritePlayer(json, _rows[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The same without the player.</summary>
    public void WriteRank(Utf8JsonWriter json, int index)
    {
        json.WriteNumber(Rank, _rows[index].Rank);
        WriteScore(json, _rows[index]);
    }

    private void WritePlayer(Utf8JsonWriter json, Row row)
    {
        if (row.IdLength == 0)
            json.WriteNull(PlayerId);
        else
            json.WriteString(PlayerId, _ids.AsSpan(row.IdAt, row.IdLength));
        WriteScore(json, row);
    }

    private static void WriteScore(Utf8JsonWriter json, Row row)
    {
        json.WriteNumber(Score, row.Score);
        json.WriteString(AchievedAt, UnixTicks.ToUtc(row.Time));
    }

    private readonly record struct Row(int Rank, long Score, long Time, int IdAt, int IdLength);
}
