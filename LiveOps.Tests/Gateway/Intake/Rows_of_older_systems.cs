using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary><c>POST /v1/intake/{source}</c>: what an older system sends, as it sends it.</summary>
public sealed class Rows_of_older_systems(IntakeWorld world) : IClassFixture<IntakeWorld>
{
    private readonly LiveSystem _live = world.Live;

    [Fact]
    public async Task CSV_with_decimal_commas_and_the_clock_of_Seoul_counts_once_however_often_it_is_sent()
    {
        const string File = "who;points;when\nada;1.234,5;2026-11-20 09:30:00\n\"b;b\";7;2026-11-20 09:30:01\nada;1.234,5;2026-11-20 09:30:00\n";

        using (HttpResponseMessage first = await world.ArcadeAsync(File))
            Assert.Equal((3, 2, 1, 0), IntakeWorld.Counts(await first.JsonAsync(202)));
        using (HttpResponseMessage again = await world.ArcadeAsync(File))
            Assert.Equal((3, 0, 3, 0), IntakeWorld.Counts(await again.JsonAsync(202)));

        JsonElement best = await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/high/all/players/ada", entry => entry.GetProperty("score").GetInt64() == 1_234_500);
        Assert.Equal("ada", best.GetProperty("playerId").GetString());
        await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/high/all/players/b:3bb", entry => entry.GetProperty("score").GetInt64() == 7_000);
    }

    [Fact]
    public async Task XML_has_its_own_ids_and_fields_where_the_document_says()
    {
        const string Body = """
            <?xml version="1.0"?>
            <s:sales xmlns:s="urn:shop"><!-- of the night -->
              <s:sale number="77/1"><s:buyer id="xml-1"/><article>4711</article><pieces>2</pieces><at>1795600000</at></s:sale>
              <s:sale number="77/2"><s:buyer id="xml-1"/><article>shield</article><at>1795600001</at></s:sale>
              <other><s:sale number="77/3"/></other>
            </s:sales>
            """;

        foreach ((int, int, int, int) counts in new[] { (2, 2, 0, 0), (2, 0, 2, 0) })
        {
            using HttpResponseMessage answer = await world.BasicAsync("shop", Body);
            Assert.Equal(counts, IntakeWorld.Counts(await answer.JsonAsync(202)));
        }

        JsonElement player = await _live.EventuallyAsync("progression", "/v1/players/xml-1", player => player.GetProperty("items").EnumerateObject().Count() == 2);
        Assert.Equal((2, 1), (player.GetProperty("items").GetProperty("sword").GetInt32(), player.GetProperty("items").GetProperty("shield").GetInt32()));
    }

    [Fact]
    public async Task A_form_is_a_row()
    {
        foreach ((int, int, int, int) counts in new[] { (1, 1, 0, 0), (1, 0, 1, 0) })
        {
            using HttpResponseMessage answer = await world.BasicAsync("kiosk", "player=form%2D1&xp=+40+&at=2026-11-20T09:30:00%2B09:00&unused=1");
            Assert.Equal(counts, IntakeWorld.Counts(await answer.JsonAsync(202)));
        }

        await _live.EventuallyAsync("progression", "/v1/players/form-1", player => player.GetProperty("xp").GetInt64() == 40);
    }

    [Fact]
    public async Task Rows_that_say_the_same_are_events_of_their_own_where_the_document_says_so()
    {
        const string File = "who,n,at\nocc-1,1,2026-11-20T00:00:00Z\nocc-1,1,2026-11-20T00:00:00Z\nocc-1,1,2026-11-20T00:00:00Z\n";

        foreach ((int, int, int, int) counts in new[] { (3, 3, 0, 0), (3, 0, 3, 0) })
        {
            using HttpResponseMessage answer = await world.BasicAsync("tally", File);
            Assert.Equal(counts, IntakeWorld.Counts(await answer.JsonAsync(202)));
        }

        await _live.EventuallyAsync("progression", "/v1/players/occ-1", player => player.GetProperty("counters").GetProperty("visits").GetInt64() == 3);
    }

    [Fact]
    public async Task Texts_of_another_encoding_and_columns_without_names_are_read()
    {
        byte[] body = CodePagesEncodingProvider.Instance.GetEncoding("euc-kr")!.GetBytes("가,10,k-1\n나,20,k-2\n");

        using HttpResponseMessage answer = await world.BasicAsync("bare", body);

        Assert.Equal((2, 2, 0, 0), IntakeWorld.Counts(await answer.JsonAsync(202)));
        await _live.EventuallyAsync("progression", "/v1/players/:ea:b0:80", player => player.GetProperty("xp").GetInt64() == 10);
    }

    [Fact]
    public async Task XML_says_itself_what_its_encoding_is()
    {
        byte[] body = CodePagesEncodingProvider.Instance.GetEncoding("euc-kr")!.GetBytes(
            "<?xml version=\"1.0\" encoding=\"euc-kr\"?><sales><sale number=\"kr-1\"><buyer id=\"kr-1\"/><article>sword</article><note>가</note></sale></sales>");

        using HttpResponseMessage answer = await world.BasicAsync("shop", body);

        Assert.Equal((1, 1, 0, 0), IntakeWorld.Counts(await answer.JsonAsync(202)));
    }

    [Fact]
    public async Task A_row_that_has_neither_an_id_nor_a_time_is_none()
    {
        using HttpResponseMessage answer = await world.BasicAsync("tally", "who,n,at\nnever-1,1,\nnever-1,2,2026-11-20T00:00:00Z\n");
        JsonElement report = await answer.JsonAsync(202);
        Assert.Equal((2, 1, 0, 1), IntakeWorld.Counts(report));
        Assert.Contains("neither an id nor a time", report.GetProperty("rejected")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_row_is_answered_by_its_line_and_costs_the_others_nothing()
    {
        const string File = "who;points;when\nrow-1;1;2026-11-20 00:00:00\n\nrow-1;x;2026-11-20 00:00:00\n\"row\n-1\";1\nrow-1;0,0001;2026-11-20 00:00:00\nrow-1;1;yesterday\n;1;2026-11-20 00:00:00\nrow-1;2;2026-11-20 00:00:00\n";

        using HttpResponseMessage answer = await world.ArcadeAsync(File);

        JsonElement report = await answer.JsonAsync(202);
        Assert.Equal((7, 2, 0, 5), IntakeWorld.Counts(report));
        Assert.Equal([(4, "invalid-event"), (5, "invalid-event"), (7, "invalid-event"), (8, "invalid-event"), (9, "invalid-event")], IntakeWorld.Rejected(report));
        Assert.Contains("score is 'x'", report.GetProperty("rejected")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("2 columns", report.GetProperty("rejected")[1].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("not a time of the format yyyy-MM-dd HH:mm:ss", report.GetProperty("rejected")[3].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_judged_like_all_events_and_what_came_too_fast_counts_when_it_is_sent_again()
    {
        string file = "who,n,at\n" + string.Concat(Enumerable.Range(0, 150).Select(n => $"fast-1,{n},2026-11-20T00:00:00Z\n"));
        int accepted = 0;
        using (HttpResponseMessage answer = await world.BasicAsync("tally", file))
        {
            JsonElement report = await answer.ProblemAsync(429, "rate-limited"); // a sender that looks at the status alone sends it again
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            (_, accepted, _, int rejected) = IntakeWorld.Counts(report);
            Assert.InRange(accepted, 100, 149); // the burst, and what its time was worth
            Assert.Equal(150 - accepted, rejected);
            Assert.All(IntakeWorld.Rejected(report), row => Assert.Equal("rate-limited", row.Type));
        }

        for (var patience = new Patience(); accepted < 150; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            using HttpResponseMessage answer = await world.BasicAsync("tally", file);
            JsonElement report = answer.IsSuccessStatusCode ? await answer.JsonAsync(202) : await answer.ProblemAsync(429, "rate-limited");
            Assert.Equal(accepted, IntakeWorld.Counts(report).Duplicates);
            accepted += IntakeWorld.Counts(report).Accepted;
            Assert.False(patience.IsOver, report.ToString());
        }

        await _live.EventuallyAsync("progression", "/v1/players/fast-1", player => player.GetProperty("counters").GetProperty("visits").GetInt64() == 150 * 149 / 2);
    }

    [Fact]
    public async Task Where_all_rows_are_rejected_the_answer_is_the_problem_that_they_share()
    {
        using HttpResponseMessage answer = await world.BasicAsync("tally", "who,n,at\nshared-1,x,2026-11-20T00:00:00Z\n");
        Assert.Equal((1, 0, 0, 1), IntakeWorld.Counts(await answer.ProblemAsync(400, "invalid-event")));
        using HttpResponseMessage mixed = await world.BasicAsync("kiosk", "player=shared-1&xp=100000000&at=2026-11-20T09:30:00Z");
        await mixed.ProblemAsync(403, "implausible-event");
    }

    [Fact]
    public async Task A_night_without_rows_is_no_fault()
    {
        foreach (string file in new[] { "", "who,n,at\n" })
        {
            using HttpResponseMessage answer = await world.BasicAsync("tally", file);
            Assert.Equal((0, 0, 0, 0), IntakeWorld.Counts(await answer.JsonAsync(202)));
        }
    }

    [Fact]
    public async Task A_large_file_goes_in_parts_compressed_or_not()
    {
        string file = "who;points;when\n" + string.Concat(Enumerable.Range(0, 12_000).Select(n => $"many-{n % 3000};{n};2026-11-20 09:{n / 60 % 60:d2}:{n % 60:d2}\n"));
        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(Encoding.UTF8.GetBytes(file));

        using HttpResponseMessage answer = await world.ArcadeAsync(gzip.ToArray(), encoding: "gzip");
        Assert.Equal((12_000, 12_000, 0, 0), IntakeWorld.Counts(await answer.JsonAsync(202)));
        using HttpResponseMessage again = await world.ArcadeAsync(file);
        Assert.Equal((12_000, 0, 12_000, 0), IntakeWorld.Counts(await again.JsonAsync(202)));
    }

    [Fact]
    public async Task A_dry_run_tells_what_rows_would_be_and_does_nothing()
    {
        const string File = "who,n,at\ndry-1,1,2026-11-20T00:00:00Z\ndry 1,1,2026-11-20T00:00:00Z\n";

        using HttpResponseMessage tried = await world.BasicAsync("tally", File, query: "?dryRun=true");
        JsonElement report = await tried.JsonAsync(200);
        Assert.Equal((2, 1, 0, 1), IntakeWorld.Counts(report));
        Assert.Equal(["dry-1", "dry 1"], report.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("playerId").GetString()));
        using HttpResponseMessage sent = await world.BasicAsync("tally", File);
        Assert.Equal((2, 1, 0, 1), IntakeWorld.Counts(await sent.JsonAsync(202)));
    }
}
