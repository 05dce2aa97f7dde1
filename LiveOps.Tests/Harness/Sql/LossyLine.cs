using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveOps.Tests.Harness.Sql;

/// <summary>
/// A line between a service and a real database that loses, when told, the answer to a <c>COMMIT</c>: the server has done it and said so, and the service
/// is cut off before it hears. Whoever calls again then gets through, or nobody does for a while, or is kept waiting.
/// </summary>
internal sealed class LossyLine : IAsyncDisposable
{
    // As either driver sends it: a packet that ends so. (What begins a transaction says COMMITTED, and goes on.)
    private static readonly byte[][] Commits = [Encoding.ASCII.GetBytes("commit"), Encoding.ASCII.GetBytes("COMMIT\0"), Encoding.ASCII.GetBytes("COMMIT")];

    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Task _accepting;
    private byte[]? _of;
    private int _lost;
    private Afterwards _then;
    private volatile bool _isDead;
    private volatile TaskCompletionSource _whenLost = new(), _through = Completed();

    private LossyLine(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What comes after an answer was lost.</summary>
    public enum Afterwards
    {
        /// <summary>Nothing.</summary>
        GoOn,

        /// <summary>Nobody gets through until <see cref="Mend"/>.</summary>
        Die,

        /// <summary>Whoever calls waits until <see cref="Mend"/>.</summary>
        Wait,
    }

    /// <summary>How many answers it has lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>A database of a test's own at the end of a line.</summary>
    public static async Task<(SqlTestDatabase Database, LossyLine Line)> ToAsync(SqlServer server)
    {
        SqlTestDatabase database = await server.CreateDatabaseAsync();
        var line = new LossyLine(server.Port);
        string address = database.ConnectionString.Replace($"Port={server.Port}", $"Port={((IPEndPoint)line._listener.LocalEndpoint).Port}", StringComparison.Ordinal);
        return (database with { ConnectionString = address }, line);
    }

    /// <summary>Loses the answer to the next commit of a transaction with a statement.</summary>
    /// <param name="statement">A part of its text, in ASCII: whatever else the service does at the time is let be.</param>
    /// <param name="then">What comes after that.</param>
    /// <returns>Completes when it is lost.</returns>
    public Task LoseNext(string statement, Afterwards then = Afterwards.GoOn)
    {
        _then = then;
        _whenLost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _of, Encoding.ASCII.GetBytes(statement));
        return _whenLost.Task;
    }

    /// <summary>Lets everything through again.</summary>
    public void Mend()
    {
        _isDead = false;
        _through.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        _open.TryAdd(client, true);
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                if (_isDead)
                    return;
                await _through.Task.WaitAsync(_end.Token);
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                var session = new Session();
                await await Task.WhenAny(AskAsync(client.GetStream(), server.GetStream(), session), AnswerAsync(server.GetStream(), client.GetStream(), session));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Cut off, from one side or the other.
            }
            finally
            {
                _open.TryRemove(client, out _);
            }
        }
    }

    private async Task AskAsync(NetworkStream from, NetworkStream to, Session session)
    {
        byte[] bytes = new byte[1 << 16];
        byte[] before = []; // the end of what came before: a text may come in two parts
        for (int read; (read = await from.ReadAsync(bytes, _end.Token)) > 0;)
        {
            byte[]? of = Volatile.Read(ref _of);
            if (of is not null && ((byte[])[.. before, .. bytes.AsSpan(0, read)]).AsSpan().IndexOf(of) >= 0)
                session.Said = of;
            before = bytes.AsSpan(Math.Max(0, read - 64), Math.Min(64, read)).ToArray();
            if (Array.Exists(Commits, commit => bytes.AsSpan(0, read).EndsWith(commit)))
            {
                session.IsToBeLost = of is not null && session.Said == of && Interlocked.CompareExchange(ref _of, null, of) == of;
                session.Said = null;
            }

            await to.WriteAsync(bytes.AsMemory(0, read), _end.Token);
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, Session session)
    {
        byte[] bytes = new byte[1 << 16];
        for (int read; (read = await from.ReadAsync(bytes, _end.Token)) > 0;)
        {
            if (session.IsToBeLost)
            {
                _isDead = _then == Afterwards.Die;
                if (_then == Afterwards.Wait)
                    _through = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Interlocked.Increment(ref _lost);
                if (_then != Afterwards.GoOn)
                    CutOff();
                _whenLost.SetResult();
                return;
            }

            await to.WriteAsync(bytes.AsMemory(0, read), _end.Token);
        }
    }

    private void CutOff()
    {
        foreach (TcpClient client in _open.Keys)
            client.Close();
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private sealed class Session
    {
        private volatile bool _isToBeLost;

        /// <summary>The statement that its transaction has and is to be lost for. Only of who asks.</summary>
        public byte[]? Said { get; set; }

        public bool IsToBeLost
        {
            get => _isToBeLost;
            set => _isToBeLost = value;
        }
    }
}
