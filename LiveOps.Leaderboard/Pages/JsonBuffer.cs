using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Leaderboard.Pages;

/// <summary>A writer and its buffer, kept for each thread: between <see cref="Start"/> and the last use of the bytes there must be no await.</summary>
internal static class JsonBuffer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>The thread's writer, at the start of a new document.</summary>
    public static Utf8JsonWriter Start()
    {
        _buffer ??= new ArrayBufferWriter<byte>(4096);
        _writer ??= new Utf8JsonWriter(_buffer, Options);
        _buffer.ResetWrittenCount();
        _writer.Reset();
        return _writer;
    }

    /// <summary>The document's bytes, until the next <see cref="Start"/> on this thread.</summary>
    public static ReadOnlySpan<byte> Finish(Utf8JsonWriter writer)
    {
        writer.Flush();
        return _buffer!.WrittenSpan;
    }
}
