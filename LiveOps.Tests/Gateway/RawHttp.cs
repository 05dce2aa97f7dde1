using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LiveOps.Tests.Gateway;

/// <summary>A connection that sends bytes as they are, and reads answers.</summary>
internal sealed class RawHttp(Uri server) : IDisposable
{
    private TcpClient _tcp = new();
    private Stream _stream = Stream.Null;
    private byte[] _buffer = new byte[1 << 16];
    private int _used;
    private bool _mayBeCut; // the connection was reset, or our side closed: Kestrel then gives up an answer that it has begun

    public async Task ConnectAsync()
    {
        _tcp.Dispose();
        _tcp = new TcpClient { NoDelay = true, ReceiveTimeout = 30_000 };
        await _tcp.ConnectAsync(server.Host, server.Port);
        _stream = _tcp.GetStream();
        _used = 0;
        _mayBeCut = false;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes);

    /// <summary>Says that nothing more comes. An answer that is not there yet may then be cut, and counts as none.</summary>
    public void EndOfRequests()
    {
        _mayBeCut = true;
        _tcp.Client.Shutdown(SocketShutdown.Send);
    }

    /// <summary>The next answer; null when the server closed the connection instead.</summary>
    public async Task<(int Status, string Head, string Body)?> ReadAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(0, _used).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
                return null;
        }

        string head = Encoding.Latin1.GetString(_buffer, 0, end);
        int status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        Take(end + 4);
        return await ReadBodyAsync(head) is { } body ? (status, head, body) : null;
    }

    public void Dispose() => _tcp.Dispose();

    // Null when it was cut, and might be.
    private async Task<string?> ReadBodyAsync(string head)
    {
        if (Header(head, "Content-Length") is { } length)
            return await TakeTextAsync(int.Parse(length, CultureInfo.InvariantCulture));
        if (Header(head, "Transfer-Encoding") is null)
            return "";
        var body = new StringBuilder();
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(0, _used).IndexOf("\r\n"u8)) < 0)
            {
                if (!await FillAsync())
                    return Cut();
            }

            int size = int.Parse(Encoding.ASCII.GetString(_buffer, 0, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Take(line + 2);
            if (await TakeTextAsync(size) is not { } part || await TakeTextAsync(2) is null)
                return null;
            body.Append(part);
            if (size == 0)
                return body.ToString();
        }
    }

    private async Task<string?> TakeTextAsync(int length)
    {
        while (_used < length)
        {
            if (!await FillAsync())
                return Cut();
        }

        string text = Encoding.UTF8.GetString(_buffer, 0, length);
        Take(length);
        return text;
    }

    private string? Cut()
    {
        Assert.True(_mayBeCut, "the answer was cut");
        return null;
    }

    private void Take(int length)
    {
        _used -= length;
        Buffer.BlockCopy(_buffer, length, _buffer, 0, _used);
    }

    private async Task<bool> FillAsync()
    {
        if (_used == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        try
        {
            int n = await _stream.ReadAsync(_buffer.AsMemory(_used));
            _used += n;
            return n > 0;
        }
        catch (IOException)
        {
            _mayBeCut = true; // the server would not read on: what it had answered may be lost on the way
            return false;
        }
    }

    private static string? Header(string head, string name) => head.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
