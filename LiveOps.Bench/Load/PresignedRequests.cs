using System.Globalization;
using System.Text;
using LiveOps.Core.Signing;

namespace LiveOps.Bench.Load;

/// <summary>
/// Whole HTTP requests, signed before the load begins, all of one length, in a file. No two have the same event or <c>webhook-id</c>.
/// </summary>
internal sealed class PresignedRequests : IDisposable
{
    public const string Secret = "the secret of the benchmark, 32 bytes or more";

    private static readonly string[] AllTypes = ["xp_gained", "boss_killed", "item_acquired", "score_submitted"];

    private const int DataLength = 40;

    private PresignedRequests(string path, int length, int count)
    {
        Path = path;
        Length = length;
        Count = count;
    }

    public string Path { get; }

    /// <summary>Bytes of each request.</summary>
    public int Length { get; }

    public int Count { get; }

    /// <summary>Makes them.</summary>
    /// <param name="run">Tells one run's ids from another's: four characters.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="eventsPerRequest">1 for single events, else batches.</param>
    /// <param name="players">Over how many players.</param>
    /// <param name="boards">Over how many boards.</param>
    /// <param name="scoresOnly">Scores, instead of the four types in turn.</param>
    public static PresignedRequests Make(string run, int count, int eventsPerRequest, int players, int boards, bool scoresOnly = false)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"liveops-bench-{Guid.NewGuid():n}");
        byte[] key = SigningSecret.Parse(Secret, "secret");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        int length = 0;
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
        {
            var body = new StringBuilder();
            for (int i = 0; i < count; i++)
            {
                body.Clear();
                WriteBody(body, run, i, eventsPerRequest, players, boards, scoresOnly, now);
                byte[] bytes = Encoding.ASCII.GetBytes(body.ToString());
                string id = string.Create(CultureInfo.InvariantCulture, $"m-{run}-{i:D8}");
                string head = string.Create(CultureInfo.InvariantCulture, $"""
                    POST /v1/events HTTP/1.1
                    Host: localhost
                    Content-Type: application/json
                    Content-Length: {bytes.Length}
                    webhook-id: {id}
                    webhook-timestamp: {now.ToUnixTimeSeconds()}
                    webhook-signature: {StandardWebhooks.Sign(key, id, now.ToUnixTimeSeconds(), bytes)}


                    """).ReplaceLineEndings("\r\n");
                file.Write(Encoding.ASCII.GetBytes(head));
                file.Write(bytes);
                if (length == 0)
                    length = head.Length + bytes.Length;
                else if (length != head.Length + bytes.Length)
                    throw new InvalidOperationException("the requests are not of one length");
            }
        }

        return new PresignedRequests(path, length, count);
    }

    public void Dispose() => File.Delete(Path);

    private static void WriteBody(StringBuilder to, string run, int request, int events, int players, int boards, bool scoresOnly, DateTimeOffset now)
    {
        if (events > 1)
            to.Append("{\"events\":[");
        for (int e = 0; e < events; e++)
        {
            long n = (long)request * events + e;
            int type = scoresOnly ? 3 : (int)(n % AllTypes.Length);
            if (e > 0)
                to.Append(',');

            // Players in an order that is not the order of their numbers, so that neighbours in time are not neighbours in memory.
            to.Append(CultureInfo.InvariantCulture, $$"""{"id":"e-{{run}}-{{n:D10}}","playerId":"p-{{n * 7919 % players:D8}}","type":"{{AllTypes[type]}}","occurredAt":"{{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}","data":{{Data(type, scoresOnly ? n : n / AllTypes.Length, boards)}}}""");
        }

        if (events > 1)
            to.Append("]}");
    }

    // Padded with spaces, so that all requests are of one length whatever their type.
    private static string Data(int type, long n, int boards)
    {
        string data = type switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $$"""{"amount":{{100 + n % 900}}}"""),
            1 => string.Create(CultureInfo.InvariantCulture, $$"""{"bossId":"boss-{{n % 50:D2}}"}"""),
            2 => string.Create(CultureInfo.InvariantCulture, $$"""{"itemId":"item-{{n % 90:D2}}","quantity":{{1 + n % 9}}}"""),
            _ => string.Create(CultureInfo.InvariantCulture, $$"""{"board":"board-{{n % boards:D3}}","score":{{100_000 + n * 31 % 900_000}}}"""),
        };
        int padding = DataLength - data.Length + AllTypes.Max(name => name.Length) - AllTypes[type].Length;
        return data.Insert(data.Length - 1, new string(' ', padding));
    }
}
