using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Progression.Grants;

/// <summary>A grant as it is answered, exported and kept.</summary>
internal static class GrantJson
{
    // Answered as JSON, and bounded: nothing that a browser could take for markup.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the members of a grant that a player was given.</summary>
    /// <param name="json">An object has begun.</param>
    /// <param name="grant">What was asked for.</param>
    /// <param name="at">When it was given: Unix ticks.</param>
    /// <param name="applied">What came of it, XP first, then each item, then each counter, where that is not what was asked for: caps of the rules held, or there was less to take away.</param>
    public static void WriteMembers(Utf8JsonWriter json, GrantContent grant, long at, long[]? applied)
    {
        json.WriteString("id"u8, grant.Id);
        json.WriteString("grantedAt"u8, DateTime.UnixEpoch.AddTicks(at));
        json.WriteString("by"u8, grant.By);
        json.WriteString("reason"u8, grant.Reason);
        WriteContent(json, grant);
        WriteApplied(json, grant, applied);
    }

    /// <summary>Writes what came of a grant, where that is not what was asked for.</summary>
    public static void WriteApplied(Utf8JsonWriter json, GrantContent grant, long[]? applied)
    {
        if (applied is null)
            return;
        json.WriteStartObject("applied"u8);
        WriteAmounts(
            json, applied[0], grant.Xp != 0, grant.Items.Select((item, at) => (item.Item, applied[at + 1])),
            grant.Counters.Select((counter, at) => (counter.Counter, applied[grant.Items.Count + at + 1])));
        json.WriteEndObject();
    }

    /// <summary>Writes what is granted.</summary>
    public static void WriteContent(Utf8JsonWriter json, GrantContent grant)
    {
        WriteAmounts(json, grant.Xp, grant.Xp != 0, grant.Items, grant.Counters);
        if (grant.Reward is not null)
            json.WriteString("reward"u8, grant.Reward);
    }

    /// <summary>The members as an object of their own.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAmounts(
        Utf8JsonWriter json, long xp, bool withXp, IEnumerable<(string Item, long Quantity)> items, IEnumerable<(string Counter, long Amount)> counters)
    {
        if (withXp)
            json.WriteNumber("xp"u8, xp);
        WriteEach(json, "items"u8, items);
        WriteEach(json, "counters"u8, counters);
    }

    /// <summary>Writes an object of amounts by name; nothing where there are none.</summary>
    public static void WriteEach(Utf8JsonWriter json, ReadOnlySpan<byte> member, IEnumerable<(string Name, long Amount)> amounts)
    {
        bool any = false;
        foreach ((string name, long amount) in amounts)
        {
            if (!any)
                json.WriteStartObject(member);
            any = true;
            json.WriteNumber(name, amount);
        }

        if (any)
            json.WriteEndObject();
    }
}
