using System.Buffers;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Gateway.Bodies;
using LiveOps.Gateway.Ingest;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Intake.Rows;
using LiveOps.Gateway.Intake.Senders;
using LiveOps.Gateway.Intake.Stores;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LiveOps.Gateway.Intake;

/// <summary>
/// <c>POST /v1/intake/{source}</c>: rows of an older system, in this order:
/// <list type="number">
/// <item>a source that the document in force has;</item>
/// <item>what can be known of the sender before its body;</item>
/// <item>a place, so that bodies of no more than so many senders are held. Who signs the body is not known yet: there are places of their own for these, and more of them;</item>
/// <item>the raw bytes, once, bounded, and not slower than so; and whether they are signed;</item>
/// <item>whether what is compressed is whole: nothing of what was cut counts. Who signed waits for one of the places of those who are known;</item>
/// <item>the rows, one after the other, on the way of all events;</item>
/// <item>what became of each.</item>
/// </list>
/// </summary>
internal sealed partial class IntakeEndpoint(
    ICurrentIntake intake, SenderCheck senders, EventChunks chunks, IntakeSettings settings, IntakeMetrics metrics, TimeProvider clock, ILogger<IntakeEndpoint> logger) : IDisposable
{
    private const int RetrySoon = 5;
    private const string Gzipped = "gzip";

    // Whoever is slower keeps others waiting for its place.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(5);
    private static readonly MinDataRate Slowest = new(IntakeSettings.MinBytesPerSecond, Grace);

    private readonly SemaphoreSlim _known = new(settings.MaxRequests, settings.MaxRequests), _unknown = new(settings.MaxUnknown, settings.MaxUnknown);
    private readonly PlacesOfAddresses _addresses = new(Math.Max(1, settings.MaxUnknown / 2));

    public void Dispose()
    {
        _known.Dispose();
        _unknown.Dispose();
    }

    public async Task HandleAsync(HttpContext context, string source, string? dryRun)
    {
        if ((Find(source, dryRun, out IntakeSource found) ?? senders.Ahead(context, found)) is { } problem) // 1, 2
        {
            await RefuseAsync(context, problem);
            return;
        }

        IPAddress? address = context.Connection.RemoteIpAddress;
        if (TakePlace(found, address) is not { } held) // 3
        {
            await RefuseAsync(context, Busy());
            return;
        }

        try
        {
            if (await ReadBodyAsync(context) is not { } body) // 4
            {
                await RefuseAsync(context, new Problem(ProblemTypes.Unavailable, "The body came too slowly; nothing was accepted.", RetrySoon));
                return;
            }

            try
            {
                if (Check(context, found, body, out bool gzipped) is { } fault) // 4, 5
                {
                    await RefuseAsync(context, fault);
                    return;
                }

                if (held == _unknown)
                {
                    if (!await _known.WaitAsync(Patience, context.RequestAborted))
                    {
                        await RefuseAsync(context, Busy());
                        return;
                    }

                    held = _known;
                    _unknown.Release();
                    _addresses.Give(address);
                }

                await TakeAsync(context, found, body, gzipped, dryRun == "true");
            }
            finally
            {
                body.Release();
            }
        }
        finally
        {
            held.Release();
            if (held == _unknown)
                _addresses.Give(address);
        }
    }

    private SemaphoreSlim? TakePlace(IntakeSource source, IPAddress? address)
    {
        SemaphoreSlim places = source.Proof is HmacProof ? _unknown : _known;
        if (places == _unknown && !_addresses.TryTake(address))
            return null;
        if (places.Wait(0, CancellationToken.None))
            return places;
        if (places == _unknown)
            _addresses.Give(address);
        return null;
    }

    private static Problem Busy() => new(ProblemTypes.Unavailable, "Other bodies are being read; nothing was accepted.", RetrySoon);

    // Null for one that came too slowly. Kestrel throws where it is asked for a rate of another request than one in HTTP/1.
    private Task<RequestBody?> ReadBodyAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol))
            context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = Slowest;
        return RequestBody.ReadInTimeAsync(request, IntakeSettings.MaxBodyBytes, IntakeSettings.MinBytesPerSecond, Grace, clock);
    }

    private Problem? Find(string id, string? dryRun, out IntakeSource source)
    {
        source = null!;
        if (dryRun is not (null or "true" or "false"))
            return new Problem(ProblemTypes.InvalidParameter, "dryRun must be true or false.");
        try
        {
            source = intake.Current.Find(id)!;
        }
        catch (StoreUnavailableException e)
        {
            Log.Unknown(logger, e.Message);
            return new Problem(ProblemTypes.Unavailable, "Which sources there are is not known now; nothing was accepted.", RetrySoon);
        }

        return source is null ? new Problem(ProblemTypes.UnknownSource, "The document intake has no source of this name.") : null;
    }

    private async Task TakeAsync(HttpContext context, IntakeSource source, RequestBody body, bool gzipped, bool tries)
    {
        MemoryMarshal.TryGetArray(body.Bytes, out ArraySegment<byte> segment);
        using var bytes = new MemoryStream(segment.Array ?? [], segment.Offset, segment.Count, writable: false);
        using var stream = new RowStream(bytes, gzipped, gzipped ? IntakeSettings.MaxInflatedBytes : IntakeSettings.MaxBodyBytes);
        using var run = new IntakeRun(source, chunks, context.Request.Headers, clock);
        Problem? failure = await run.TakeAsync(stream, tries, context.RequestAborted); // 6
        if (!tries)
            metrics.Count(source.Id, run.Report);
        if (failure is not null)
            await RefuseAsync(context, failure); // 7
        else if (tries)
            await AnswerAsync(context, run, StatusCodes.Status200OK);
        else if (run.Report.HeldBack > 0 || run.Report.IsAllRejected)
            await run.Report.ToProblem().ExecuteAsync(context);
        else
            await AnswerAsync(context, run, StatusCodes.Status202Accepted);
    }

    private Problem? Check(HttpContext context, IntakeSource source, RequestBody body, out bool gzipped)
    {
        gzipped = false;
        if (body.IsTooLarge)
            return new Problem(ProblemTypes.PayloadTooLarge, $"A body holds at most {IntakeSettings.MaxBodyBytes} bytes as sent.");
        if (senders.Body(context, source, body.Bytes.Span) is { } stranger)
            return stranger;
        if (!EventsEndpoint.TryGetEncoding(context.Request, out gzipped))
        {
            context.Response.Headers.AcceptEncoding = Gzipped;
            return new Problem(ProblemTypes.UnsupportedEncoding, "Content-Encoding may be gzip, or absent.");
        }

        return !gzipped ? null : Gzip.Check(body.Bytes, IntakeSettings.MaxInflatedBytes) switch
        {
            Gzip.Outcome.Damaged => new Problem(ProblemTypes.MalformedBody, "The body is not gzip, or was cut."),
            Gzip.Outcome.TooLarge => new Problem(ProblemTypes.PayloadTooLarge, $"A body holds at most {IntakeSettings.MaxInflatedBytes} bytes when inflated."),
            _ => null,
        };
    }

    private Task RefuseAsync(HttpContext context, Problem problem)
    {
        metrics.Refused(problem.Type);
        return problem.ExecuteAsync(context);
    }

    private static Task AnswerAsync(HttpContext context, IntakeRun run, int status)
    {
        var answer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(answer))
        {
            writer.WriteStartObject();
            run.Report.WriteMembers(writer);
            if (status == StatusCodes.Status200OK)
            {
                writer.WriteStartArray("events");
                foreach (byte[] one in run.Shown)
                    writer.WriteRawValue(one);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return JsonAnswer.SendAsync(context, answer.WrittenSpan, status);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Rows were refused, the document of the intake is not known: {Reason}.")]
        public static partial void Unknown(ILogger logger, string reason);
    }
}
