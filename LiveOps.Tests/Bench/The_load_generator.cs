using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveOps.Bench.Sending;

namespace LiveOps.Tests.Bench;

/// <summary>The load generator against a server that answers as a test says.</summary>
public sealed class The_load_generator : IDisposable
{
    private const int Length = 10;

    private readonly TempFolder _folder = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public The_load_generator() => _server.Start();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// Fifty requests are due within the 100 ms that the server takes for the first of them, and then it answers at once. A generator that waits for
    /// answers would tell of one slow request; but who wanted to send the others waited too.
    /// </summary>
    [Fact]
    public async Task What_waits_behind_a_slow_answer_counts_from_when_it_was_meant_to_be_sent()
    {
        const int Count = 50;
        TimeSpan slow = TimeSpan.FromMilliseconds(100);
        Task serving = ServeAsync(i => Task.Delay(i == 0 ? slow : TimeSpan.Zero), _ => [Accepted(1)]);
        SendResult result = await SendAsync(Count, perSecond: 1000);
        await serving;
        Assert.Equal((Count, Count), (result.Requests, result.Accepted));

        // The last was meant to be sent 49 ms after the first; 10 ms are for the timers, which may be a few early. A busy machine makes it only more.
        Assert.InRange(result.Latencies.Percentile(1), (long)(slow.TotalNanoseconds - 59e6), long.MaxValue);
        Assert.InRange(result.Latencies.Percentile(100), (long)(slow.TotalNanoseconds - 10e6), long.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public async Task Every_request_is_sent_once_and_every_answer_is_counted_as_what_it_is_however_it_is_cut(double perSecond)
    {
        string[][] answers =
        [
            [Accepted(100)],
            ["HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\n{\"a\":\r\n", "2\r\n1}\r\n", "0\r\n\r\n"],
            ["HTTP/1.1 202 Accepted\r\nContent-Le", "ngth: 15\r\n\r\n{\"accep", "ted\":25", "}"],
        ];
        Assert.EndsWith("\r\n\r\n{\"accepted\":25}", string.Concat(answers[2]), StringComparison.Ordinal);
        Task<List<string>> serving = ServeAsync(_ => Task.CompletedTask, i => answers[i % 3]);
        SendResult result = await SendAsync(30, perSecond);
        Assert.Equal((30, 10 * 100 + 10 * 25, 10, 429, 30), (result.Requests, result.Accepted, result.Refused, result.LastRefusal, result.Latencies.Count));
        Assert.Equal(Enumerable.Range(0, 30).Select(Request), await serving);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_no_result()
    {
        Task serving = ServeAsync(_ => Task.CompletedTask, i => i < 3 ? [Accepted(1)] : []);
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(10, perSecond: 0));
        await serving;
    }

    private static string Request(int i) => $"request {i:D2}";

    private static string Accepted(int events)
    {
        string body = $$"""{"accepted":{{events}},"duplicates":0}""";
        return $"HTTP/1.1 202 Accepted\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private async Task<SendResult> SendAsync(int count, double perSecond)
    {
        string file = _folder.File("requests");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, count).Select(Request)));
        using var sender = new Sender(new SendOptions(((IPEndPoint)_server.LocalEndpoint).Port, file, Length, count, Connections: 1, perSecond));
        return await sender.RunAsync();
    }

    /// <summary>Answers one connection until it ends, piece by piece, and returns the requests it read. An answer of no pieces breaks it.</summary>
    private async Task<List<string>> ServeAsync(Func<int, Task> before, Func<int, string[]> pieces)
    {
        using Socket client = await _server.AcceptSocketAsync();
        client.NoDelay = true;
        using var stream = new NetworkStream(client);
        var read = new List<string>();
        byte[] request = new byte[Length];
        while (await stream.ReadAtLeastAsync(request, Length, throwOnEndOfStream: false) == Length)
        {
            await before(read.Count);
            string[] answer = pieces(read.Count);
            read.Add(Encoding.ASCII.GetString(request));
            foreach (string piece in answer)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(piece));
            if (answer.Length == 0)
                break;
        }

        return read;
    }
}
