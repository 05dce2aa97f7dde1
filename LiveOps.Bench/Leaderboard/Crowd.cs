using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveOps.Bench.Leaderboard;

/// <summary>Many listeners to one page of live ranks, each on a connection of its own, which only note when they heard what.</summary>
internal sealed class Crowd(int size) : IDisposable
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket[] _sockets = new Socket[size];
    private readonly int[] _heard = new int[size];
    private readonly long[] _at = new long[size];

    /// <summary>Connects them all.</summary>
    public async Task JoinAsync(int port, string path)
    {
        // Over HTTP 1.0 the body comes as it is, without chunks around.
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n");
        foreach (int[] some in Enumerable.Range(0, size).Chunk(AtOnce))
            await Task.WhenAll(some.Select(n => JoinAsync(n, port, request)));
    }

    /// <summary>Waits until every one has heard so many pages.</summary>
    /// <returns>When each heard the last, in order.</returns>
    /// <exception cref="TimeoutException">Somebody did not.</exception>
    public async Task<long[]> HeardAsync(int pages)
    {
        for (long start = Stopwatch.GetTimestamp(); ; await Task.Delay(5))
        {
            int missing = _heard.Count(heard => heard < pages);
            if (missing == 0)
                break;
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"{missing} of {size} listeners never heard page {pages}");
        }

        long[] at = [.. _at];
        Array.Sort(at);
        return at;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Socket? socket in _sockets)
            socket?.Dispose();
    }

    private async Task JoinAsync(int n, int port, byte[] request)
    {
        Socket socket = _sockets[n] = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(request.AsMemory());
        _ = ListenAsync(n, socket);
    }

    private async Task ListenAsync(int n, Socket socket)
    {
        byte[] buffer = new byte[4096];
        byte last = 0;
        try
        {
            for (int length; (length = await socket.ReceiveAsync(buffer.AsMemory())) > 0;)
            {
                for (int i = 0; i < length; i++)
                {
                    if (buffer[i] == '\n' && last == '}') // the end of a page, and of nothing else
                    {
                        _at[n] = Stopwatch.GetTimestamp();
                        Volatile.Write(ref _heard[n], _heard[n] + 1);
                    }

                    last = buffer[i];
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // That was all.
        }
    }
}
