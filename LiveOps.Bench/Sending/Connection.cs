using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.Bench.Sending;

/// <summary>
/// One connection with at most one request under way. Sends whole requests as they lie in memory and reads no more of an answer than
/// its status, its length and how many events were accepted.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly byte[] _buffer = new byte[256 << 10];
    private readonly Action<Connection, Answer> _answered;
    private int _received;

    /// <param name="port">Of a server on this machine.</param>
    /// <param name="answered">Told of each answer; may send the next.</param>
    public Connection(int port, Action<Connection, Answer> answered)
    {
        _answered = answered;
        _socket.Connect(IPAddress.Loopback, port);
        _receive.Completed += (_, _) => Received();
    }

    /// <summary>When the request under way was meant to be sent: a <see cref="Stopwatch"/> timestamp.</summary>
    public long MeantAt { get; private set; }

    public void Send(ReadOnlySpan<byte> request, long meantAt)
    {
        MeantAt = meantAt;
        _received = 0;
        if (TrySend(request))
            Receive();
        else
            _answered(this, new Answer(0, 0));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _receive.Dispose();
    }

    // A server that refuses may close before it has read all; nothing may escape here, the caller can be the runtime's own polling thread.
    private bool TrySend(ReadOnlySpan<byte> request)
    {
        try
        {
            for (int sent = 0; sent < request.Length;)
                sent += _socket.Send(request[sent..]);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Receive()
    {
        _receive.SetBuffer(_buffer, _received, _buffer.Length - _received);
        if (!_socket.ReceiveAsync(_receive))
            Received();
    }

    private void Received()
    {
        if (_receive.SocketError != SocketError.Success || _receive.BytesTransferred == 0)
        {
            _answered(this, new Answer(0, 0));
            return;
        }

        _received += _receive.BytesTransferred;
        if (TryRead(_buffer.AsSpan(0, _received), out Answer answer))
            _answered(this, answer);
        else
            Receive();
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out Answer answer)
    {
        answer = default;
        int head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        ReadOnlySpan<byte> body = bytes[(head + 4)..];
        int length = NumberBehind(bytes[..head], "Content-Length: "u8);
        if (length < 0 ? !body.EndsWith("0\r\n\r\n"u8) : body.Length < length) // without a length it comes in chunks, as refusals do
            return false;
        int status = NumberBehind(bytes, "HTTP/1.1 "u8);
        answer = new Answer(status, status == 202 ? Math.Max(0, NumberBehind(body, "\"accepted\":"u8)) : 0);
        return true;
    }

    private static int NumberBehind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        int at = text.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(text[(at + name.Length)..], out int number, out _) ? number : -1;
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">Its status; 0 when the connection broke.</param>
/// <param name="Accepted">Events accepted.</param>
internal readonly record struct Answer(int Status, int Accepted);
