using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Policies;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.Progression.Rules;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;
using LiveOps.Tests.ServiceDefaults.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>A document with as many versions as are kept costs no more to look at, and no more memory for what is parsed, than one with few.</summary>
public sealed class Ten_thousand_versions
{
    private const int Many = PolicyHistory.MostVersions;

    private static readonly long Start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
    private static readonly byte[] Packed = PolicyText.Pack("""{"bosses":{"defaultXp":7}}"""u8);

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task In_SQL_looking_reads_what_changed_and_pages_and_texts_one_row_each(SqlKind kind)
    {
        SqlTestStore database = await SqlTestStore.CreateAsync(kind);
        await database.Database.ExecuteAsync(Fill);
        await using ProgressionHost host = await ProgressionHost.StartAsync(TimeProvider.System, database);
        var document = new DocumentCalls(host.Client, "progression", ProgressionHost.OperatorToken);

        // Of ten thousand texts a start has parsed the one in force.
        var policies = host.Services.GetRequiredService<IPolicies<ProgressionRules>>();
        long now = DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks;
        PolicyView<ProgressionRules> view = await policies.BetweenAsync(now, now, TestContext.Current.CancellationToken);
        Assert.Equal(Many, view.History.Versions.Length);
        Assert.Single(view.From(long.MinValue), slot => slot.Policy is not null);

        var numbers = new List<int>();
        for (string? next = ""; next is not null;)
        {
            JsonElement page = (await document.GetAsync("/versions?limit=500" + (next.Length > 0 ? "&after=" + next : ""))).Json;
            Assert.Equal(500, page.GetProperty("versions").GetArrayLength());
            numbers.AddRange(page.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(1, Many).Reverse(), numbers);

        // One more: the oldest goes, and whoever has looked before is told of one.
        Assert.Equal(200, (await document.PutAsync("{}", $"\"{Many}\"", "one more")).Status);
        Assert.Equal(Many, await database.Database.CountAsync("SELECT COUNT(*) FROM policy_versions"));
        Assert.Equal("404 unknown-version", (await document.GetAsync("/versions/1")).Problem);
        Assert.Equal($"\"{Many + 1}\"", (await document.GetAsync("")).Tag);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task In_SQL_every_look_finds_its_rows_by_an_index(SqlKind kind)
    {
        await using SqlBench sql = await SqlBench.CreateAsync(kind, typeof(ProgressContext).Assembly);
        await sql.RunTextAsync(Fill);
        await sql.RunTextAsync(kind == SqlKind.MySql ? "ANALYZE TABLE policy_versions, policy_documents" : "ANALYZE policy_versions, policy_documents");
        Assert.Single(await sql.RunAsync("document_versions", Batch($"\"after\":{Many - 1}")));
        AssertIndexed("policy_versions_changed", await sql.ExplainAsync("document_versions", Batch($"\"after\":{Many - 1}")));
        AssertIndexed(kind == SqlKind.MySql ? "PRIMARY" : "policy_versions_pkey", await sql.ExplainAsync("document_text", Batch("\"number\":5")));

        static string Batch(string more) => $$"""{"document":"progression",{{more}}}""";

        static void AssertIndexed(string index, string[] plan)
        {
            string text = string.Join('\n', plan);
            Assert.Contains(index, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\tALL\t", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\tindex\t", text, StringComparison.Ordinal); // all of an index
        }
    }

    [Fact]
    public async Task In_Redis_a_look_that_finds_nothing_new_brings_nothing()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using DefaultsHost host = await DefaultsHost.StartAsync(null, builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", server.Url)]);
            builder.AddRedis();
        });
        RedisStore redis = host.Services.GetRequiredService<RedisStore>();
        const string Key = "liveops:{fairness:policies}:fairness:";
        await redis.RunAsync("test", database => database.HashSetAsync(Key + "versions", [new("revision", Many), .. Versions().Select(version => new HashEntry(version.Number, Bytes(version)))]).ContinueWith(_ => true, TaskScheduler.Default));
        await redis.RunAsync("test", database => database.HashSetAsync(Key + "texts", [.. Versions().Select(version => new HashEntry(version.Number, Packed))]).ContinueWith(_ => true, TaskScheduler.Default));
        await redis.RunAsync("test", database => database.SortedSetAddAsync(Key + "changes", [.. Versions().Select(version => new SortedSetEntry(version.Number, version.Number))]));

        var store = new RedisPolicyStore(redis, RedisReplica.Kept);
        PolicyHistory history = await store.ReadAsync("fairness", PolicyHistory.Empty, CancellationToken.None);
        Assert.Equal(Many, history.Versions.Length);
        long sent = await SentAsync();
        Assert.Same(history, await store.ReadAsync("fairness", history, CancellationToken.None));
        Assert.InRange(await SentAsync() - sent, 0, 10_000); // ten thousand versions are ten times a hundred thousand
        PolicyWrite write = history.Make(new PolicyDraft("ann", "one more", Packed), Start + (2L * Many), store.Lead)!;
        Assert.Equal([1], write.Forgotten);
        Assert.NotNull(await store.TryWriteAsync("fairness", write, CancellationToken.None));
        Assert.Equal(Many.ToString(CultureInfo.InvariantCulture), (await server.CommandAsync("HLEN", Key + "texts")).Trim().TrimStart(':'));

        async Task<long> SentAsync() => long.Parse((await server.CommandAsync("INFO", "stats")).Split('\n').Single(line => line.StartsWith("total_net_output_bytes:", StringComparison.Ordinal)).Split(':')[1].Trim(), CultureInfo.InvariantCulture);
    }

    [Fact]
    public void In_the_journal_a_snapshot_brings_them_back_unparsed_and_few_stay_parsed()
    {
        int parsed = 0;
        var document = new JournaledPolicy<string>(json =>
        {
            parsed++;
            return Encoding.UTF8.GetString(json);
        });
        document.Load(new BinaryReader(Snapshot()));
        Assert.Equal(1, parsed); // the base
        Assert.Equal("""{"bosses":{"defaultXp":7}}""", document.At(Start + Many + 1));
        Assert.Equal(2, parsed);
        for (int n = 0; n < 20; n++)
        {
            PolicyWrite write = document.Ledger.History.Make(new PolicyDraft("ann", "one more", Packed), Start + Many + n + 10, 0)!;
            var made = (PolicyVersion)document.Execute(PolicyCommand.Write(write), Start + Many + n, out _)!;
            Assert.NotNull(document.At(made.EffectiveAt));
        }

        Assert.Equal(Many, document.Ledger.History.Versions.Length);
        Assert.Null(document.Ledger.Text(20));
        Assert.NotNull(document.Ledger.Text(21));
        Assert.InRange(document.View.From(long.MinValue).Count(slot => slot.Policy is not null), 1, 6);
        using var saved = new MemoryStream();
        document.Save(new BinaryWriter(saved));
        Assert.InRange(saved.Length, Many * Packed.Length, Many * (Packed.Length + 100));
    }

    private static MemoryStream Snapshot()
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        PolicyFormat.WriteBytes(writer, "{}"u8);
        PolicyFormat.WriteBytes(writer, default);
        writer.Write(Start + Many);
        writer.Write((long)Many);
        writer.Write(Many);
        foreach (PolicyVersion version in Versions())
        {
            PolicyFormat.Write(writer, version);
            PolicyFormat.WriteBytes(writer, Packed);
        }

        writer.Flush();
        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<PolicyVersion> Versions() =>
        Enumerable.Range(1, Many).Select(number => new PolicyVersion(number, Start + number, Start + number, "ann", "why", Packed.Length) { Revision = number });

    private static byte[] Bytes(PolicyVersion version)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        PolicyFormat.Write(writer, version);
        return stream.ToArray();
    }

    // All of them at once, in words that every kind of SQL has.
    private static string Fill
    {
        get
        {
            const string Digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
            const string Number = "(1000 * a.d + 100 * b.d + 10 * c.d + e.d + 1)";
            return string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO policy_versions (document, number, made_at, effective_at, author, reason, size, restores, revision, called_off, packed, token)
                SELECT 'progression', {Number}, {Start} + {Number}, {Start} + {Number}, 'ann', 'why', {Packed.Length}, 0, {Number}, FALSE, '{Convert.ToBase64String(Packed)}', 1
                FROM {Digits} AS a CROSS JOIN {Digits} AS b CROSS JOIN {Digits} AS c CROSS JOIN {Digits} AS e;
                INSERT INTO policy_documents (document, revision, kept) VALUES ('progression', {Many}, {Many});
                """);
        }
    }
}
