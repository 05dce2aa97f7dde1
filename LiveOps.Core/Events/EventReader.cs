using System.Text.Json;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;

namespace LiveOps.Core.Events;

/// <summary>
/// Reads the body of <c>POST /v1/events</c> in one pass, without a document in between: one event, or <c>{"events":[…]}</c>. Properties it does
/// not know are passed over; one that it knows may stand only once. <see cref="PlainEvents"/> is tried first.
/// </summary>
public static class EventReader
{
    /// <summary>The deepest that an event's properties may be nested, from the body's own braces on.</summary>
    internal const int MaxDepth = 64;

    // A property that is too deep is its event's fault, and an error of the reader's would be the whole body's.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads a body into an intake.</summary>
    /// <param name="json">The body, inflated.</param>
    /// <param name="into">Gets the events and rejections; cleared first.</param>
    /// <param name="detail">What is wrong with the body as a whole, in one sentence.</param>
    public static EventBody Read(ReadOnlySpan<byte> json, EventIntake into, out string? detail)
    {
        into.Clear();
        json = JsonTokens.PastMark(json);
        var plain = new PlainEvents(json);
        if (plain.TryRead(into, out EventBody kind))
        {
            detail = null;
            return kind;
        }

        return ReadAnything(json, into, out detail);
    }

    /// <summary>Reads a body that may be written in any way that JSON allows. What <see cref="PlainEvents"/> reads, this reads the same.</summary>
    internal static EventBody ReadAnything(ReadOnlySpan<byte> json, EventIntake into, out string? detail)
    {
        into.Clear();
        try
        {
            var reader = new Utf8JsonReader(json, AnyDepth);
            return ReadBody(ref reader, into, out detail);
        }
        catch (JsonException e)
        {
            into.Clear();
            detail = $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.";
            return EventBody.Malformed;
        }
    }

    private static EventBody ReadBody(ref Utf8JsonReader reader, EventIntake into, out string? detail)
    {
        detail = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            detail = "The body must be one event, or an object with the property events.";
            return EventBody.Malformed;
        }

        var single = new EventFields(into.Texts);
        bool batch = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!JsonTokens.Is(ref reader, "events"u8))
            {
                single.ReadProperty(ref reader);
                continue;
            }

            if (batch)
            {
                detail = "events stands there twice.";
                return EventBody.Malformed;
            }

            batch = true;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                detail = "events must be an array.";
                return EventBody.Malformed;
            }

            if (!ReadArray(ref reader, into))
            {
                detail = $"A request holds at most {EventBatch.MaxEvents} events.";
                return EventBody.TooMany;
            }
        }

        reader.Read(); // anything but the end throws
        if (!batch)
        {
            single.Finish(0, into);
            return EventBody.One;
        }

        if (!single.IsEmpty)
        {
            detail = "The body must be one event or have the property events, not both.";
            return EventBody.Malformed;
        }

        if (into.Events.Count + into.Rejected.Count == 0)
        {
            detail = "events is empty.";
            return EventBody.Malformed;
        }

        return EventBody.Batch;
    }

    private static bool ReadArray(ref Utf8JsonReader reader, EventIntake into)
    {
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == EventBatch.MaxEvents)
                return false;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                into.Rejected.Add(new Rejection(index, null, ProblemTypes.InvalidEvent, "An event must be an object."));
                continue;
            }

            var fields = new EventFields(into.Texts);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                fields.ReadProperty(ref reader);
            fields.Finish(index, into);
        }

        return true;
    }
}
