using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Progression.Http;

/// <summary>Writes JSON straight into a response's pipe with a writer that each thread keeps.</summary>
internal static class JsonAnswers
{
    // What is written here are ids, numbers and times: nothing that a browser could take for markup, answered as JSON.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Answers 200 with what <paramref name="write"/> wrote, or <paramref name="otherwise"/> when it says that there is nothing.</summary>
    public static Task WriteAsync<T>(HttpContext context, T state, Func<T, Utf8JsonWriter, bool> write, Func<IResult> otherwise)
    {
        HttpResponse response = context.Response;
        Utf8JsonWriter json = _writer ?? new Utf8JsonWriter(response.BodyWriter, Options);
        _writer = null; // whatever is thrown, nobody finds it half used
        json.Reset(response.BodyWriter);
        bool written = write(state, json);
        json.Flush();
        long length = json.BytesCommitted;
        json.Reset();
        _writer = json;
        if (!written)
            return otherwise().ExecuteAsync(context);
        response.ContentType = "application/json";
        response.ContentLength = length;
        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }
}
