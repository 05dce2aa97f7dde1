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
    public static Task WriteAsync<T>(HttpContext context, T state, Func<T, Utf8JsonWriter, bool> write, Func<IResult>? otherwise = null)
    {
        HttpResponse response = context.Response;
        Utf8JsonWriter json = _writer ?? new Utf8JsonWriter(response.BodyWriter, Options);
        _writer = null; // whatever is thrown, nobody finds it half used
        json.Reset(response.BodyWriter);
        if (!write(state, json))
            return otherwise!().ExecuteAsync(context);
        json.Flush();
        response.ContentType = "application/json";
        response.ContentLength = json.BytesCommitted;
        json.Reset();
        _writer = json;
        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }
}
