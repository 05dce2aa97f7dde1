using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Progression.Endpoints;

/// <summary>Writes JSON straight into a response's pipe with a writer that each thread keeps.</summary>
internal static class JsonAnswers
{
    /// <summary>How it is written. What is written here are ids, numbers, times and operators' words, answered as JSON, and so no markup to a browser.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Answers 200 with what <paramref name="write"/> wrote, or <paramref name="otherwise"/> when it says that there is nothing.</summary>
    public static Task WriteAsync<T>(HttpContext context, T state, Func<T, Utf8JsonWriter, CancellationToken, ValueTask<bool>> write, Func<IResult> otherwise)
    {
        PipeWriter body = context.Response.BodyWriter;
        Utf8JsonWriter json = _writer ?? new Utf8JsonWriter(body, Options);
        _writer = null; // whatever is thrown, nobody finds it half used
        json.Reset(body);
        ValueTask<bool> writing = write(state, json, context.RequestAborted);
        return writing.IsCompletedSuccessfully ? AnswerAsync(context, json, writing.Result, otherwise) : AwaitAsync(context, json, writing, otherwise);
    }

    private static async Task AwaitAsync(HttpContext context, Utf8JsonWriter json, ValueTask<bool> writing, Func<IResult> otherwise) =>
        await AnswerAsync(context, json, await writing, otherwise);

    private static Task AnswerAsync(HttpContext context, Utf8JsonWriter json, bool written, Func<IResult> otherwise)
    {
        json.Flush();
        long length = json.BytesCommitted;
        json.Reset();
        _writer = json;
        if (!written)
            return otherwise().ExecuteAsync(context);
        HttpResponse response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = length;
        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }
}
