using System.Text;
using LiveOps.Client.Calls;
using LiveOps.Client.Clocks;
using LiveOps.Client.Json;

namespace LiveOps.Client.Boards;

/// <summary>Listens to a page as Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html), and connects again when the stream ends or falls silent.</summary>
internal sealed class LiveListener(Transport transport, string path, ClientClock clock) : IDisposable
{
    // The server lets nobody wait longer than 15 s for a comment.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private const int MostBytes = 4 << 20;

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
    private readonly byte[] _read = new byte[16 << 10];
    private readonly MemoryStream _line = new();
    private HttpResponseMessage? _answer;
    private Stream? _stream;
    private string? _id, _lastId;
    private int _at, _length;

    /// <summary>The next page; waits for it.</summary>
    public async Task<BoardPage?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan? asked = null;
            using (var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                try
                {
                    asked = await ConnectAsync(bound).ConfigureAwait(false);
                    if (_stream is not null && await ReadAsync(bound).ConfigureAwait(false) is { } page)
                        return page;
                }
                catch (Exception e) when (e is HttpRequestException or IOException or FormatException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
                {
                    // Broken, silent, or none of ours.
                }
                finally
                {
                    if (cancellation.IsCancellationRequested)
                        Close();
                }
            }

            Close();
            await clock.DelayAsync(_backoff.Next(asked), cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        Close();
        _line.Dispose();
    }

    // How long the server asks to wait, where it does not have it now.
    private async Task<TimeSpan?> ConnectAsync(CancellationTokenSource bound)
    {
        if (_stream is not null)
            return null;
        bound.CancelAfter(Silence);
        using var request = new HttpRequestMessage(HttpMethod.Get, transport.Address(Service.Leaderboard, path));
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        if (_lastId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastId);
        _answer = await transport.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token).ConfigureAwait(false);
        if ((int)_answer.StatusCode is >= 400 and < 500 and not 408 and not 429)
        {
            Problem problem = await RefusalAsync(_answer, bound.Token).ConfigureAwait(false);
            Close();
            throw new LiveOpsException(problem);
        }

        if (_answer.StatusCode != System.Net.HttpStatusCode.OK || _answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
            return _answer.Headers.RetryAfter?.Delta;
        (_at, _length) = (0, 0);
        _line.SetLength(0);
        _stream = await _answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return null;
    }

    // Why; its status alone where the rest of it does not come, or is none of ours.
    private async Task<Problem> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            if (await transport.ReadAsync(answer, cancellation).ConfigureAwait(false) is { Body: not null } told)
                return told.Problem;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Broken off.
        }

        return new Problem((int)answer.StatusCode, null, "the page cannot be listened to", null);
    }

    // A page's lines are id, event, data; a blank line ends it.
    private async Task<BoardPage?> ReadAsync(CancellationTokenSource bound)
    {
        BoardPage? page = null;
        while (await LineAsync(bound).ConfigureAwait(false))
        {
            ReadOnlySpan<byte> line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
            if (line.StartsWith("id:"u8))
                _id = Encoding.UTF8.GetString(line[3..]).Trim();
            else if (line.StartsWith("data:"u8))
                page = BoardPage.Read(JsonReader.Read(line[5..]));
            bool isEnd = line.Length == 0;
            _line.SetLength(0);
            if (!isEnd || page is null)
                continue;
            _lastId = _id;
            _backoff.Reset();
            return page;
        }

        return null;
    }

    private async Task<bool> LineAsync(CancellationTokenSource bound)
    {
        while (true)
        {
            int end = _read.AsSpan(_at, _length - _at).IndexOf((byte)'\n');
            int part = end < 0 ? _length - _at : end;
            _line.Write(_read, _at, part);
            _at += end < 0 ? part : part + 1;
            if (end >= 0)
                return true;
            if (_line.Length > MostBytes)
                throw new FormatException("a line without an end");
            bound.CancelAfter(Silence);
            _length = await _stream!.ReadAsync(_read.AsMemory(), bound.Token).ConfigureAwait(false);
            _at = 0;
            if (_length == 0)
                return false;
        }
    }

    private void Close()
    {
        _stream?.Dispose();
        _answer?.Dispose();
        (_stream, _answer) = (null, null);
    }
}
