using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>What is broken, or meant to harm, is refused with a sentence; what stood before it counts, and says so.</summary>
public sealed class Bodies_that_are_no_rows(IntakeWorld world) : IClassFixture<IntakeWorld>
{
    [Theory]
    [InlineData("<!DOCTYPE sales [<!ENTITY a \"aaaa\">]><sales/>", "DTD")]
    [InlineData("<!DOCTYPE sales SYSTEM \"file:///etc/passwd\"><sales/>", "DTD")]
    [InlineData("<sales><sale>&nbsp;</sale></sales>", "not XML in line 1")]
    [InlineData("<sales><sale></sales>", "not XML in line 1")]
    [InlineData("<sales/><sales/>", "not XML")]
    [InlineData("not even", "not XML")]
    [InlineData("", "not XML")]
    public async Task XML_that_is_not_strict_is_refused(string body, string why)
    {
        using HttpResponseMessage answer = await world.BasicAsync("shop", body);
        JsonElement problem = await answer.ProblemAsync(400, "malformed-body");
        Assert.Contains(why, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("passwd", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elements_that_lie_too_deep_are_refused()
    {
        using HttpResponseMessage answer = await world.BasicAsync("shop", "<sales><sale>" + string.Concat(Enumerable.Repeat("<a>", 100_000)));
        Assert.Contains("64 deep", (await answer.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", "<sales><sale number=\"", "")]
    [InlineData("shop", "<sales><sale><article>", "")]
    [InlineData("tally", "who,n,at\n\"", "")]
    [InlineData("tally", "who,n,at", "")]
    [InlineData("kiosk", "player=", "")]
    public async Task A_row_without_an_end_is_refused_before_it_is_held(string source, string begin, string end)
    {
        using HttpResponseMessage answer = await world.BasicAsync(source, begin + new string('a', 4 << 20) + end);
        await answer.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task A_body_larger_than_all_bodies_is_refused()
    {
        using HttpResponseMessage answer = await world.BasicAsync("tally", "who,n,at\n" + new string('\n', 8 << 20));
        await answer.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task Rows_with_more_columns_or_fields_than_rows_have_are_refused()
    {
        using HttpResponseMessage wide = await world.BasicAsync("tally", string.Join(',', Enumerable.Range(0, 1001).Select(n => $"c{n}")) + "\n");
        await wide.ProblemAsync(413, "payload-too-large");
        using HttpResponseMessage many = await world.BasicAsync("kiosk", string.Join('&', Enumerable.Range(0, 1001).Select(n => $"c{n}=1")));
        Assert.Contains("1000 fields", (await many.ProblemAsync(400, "invalid-event")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using HttpResponseMessage csv = await world.BasicAsync("tally", [.. "who,n,at\nx"u8, 0xff, 0xfe, .. ",1,2026-11-20T00:00:00Z\n"u8]);
        await csv.ProblemAsync(400, "malformed-body");
        using HttpResponseMessage form = await world.BasicAsync("kiosk", "player=%ff&xp=1");
        await form.ProblemAsync(400, "malformed-body");
        using HttpResponseMessage percent = await world.BasicAsync("kiosk", "player=%f&xp=1");
        await percent.ProblemAsync(400, "malformed-body");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_none_behind_a_byte_order_mark_either()
    {
        using HttpResponseMessage whole = await world.BasicAsync("tally", [0xef, 0xbb, 0xbf, .. "who,n,at\nmark-1,1,2026-11-20T00:00:00Z\n"u8]);
        Assert.Equal((1, 1, 0, 0), IntakeWorld.Counts(await whole.JsonAsync(202)));
        using HttpResponseMessage broken = await world.BasicAsync("tally", [0xef, 0xbb, 0xbf, .. "who,n,at\nx"u8, 0xff, .. ",1,2026-11-20T00:00:00Z\n"u8]);
        await broken.ProblemAsync(400, "malformed-body");
        using HttpResponseMessage xml = await world.BasicAsync("shop", [.. "<?xml version=\"1.0\" encoding=\"euc-kr\"?><sales><note>"u8, 0xad, 0xa1, .. "</note></sales>"u8]);
        await xml.ProblemAsync(400, "malformed-body");
    }

    [Theory]
    [InlineData("who,n,at,note\nquote-1,1,2026-11-20T00:00:00Z,\nquote-1,2,2026-11-20T00:00:00Z,\"a\nquote-1,3,2026-11-20T00:00:00Z,\n", 1)]
    [InlineData("who,n,at,\"note\nquote-2,1,2026-11-20T00:00:00Z,\n", 0)]
    [InlineData("who,n,at,note\nquote-3,1,2026-11-20T00:00:00Z,a\nquote-3,2,2026-11-20T00:00:00Z,5\" disk\nquote-3,3,2026-11-20T00:00:00Z,\nquote-3,4,2026-11-20T00:00:00Z,6\" disk\n", 1)]
    public async Task A_quotation_mark_without_an_end_swallows_no_rows(string file, int before)
    {
        using HttpResponseMessage answer = await world.BasicAsync("tally", file);
        JsonElement problem = await answer.ProblemAsync(400, "malformed-body");
        Assert.Equal((before, before, 0, 0), IntakeWorld.Counts(problem));
        Assert.Contains("quotation mark", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_marked_spans_lines_and_holds_marks()
    {
        using HttpResponseMessage answer = await world.BasicAsync("tally", "\"who\",n,at,\"note\"\nquote-4,1,2026-11-20T00:00:00Z,\"a \"\"b\"\"\nc\"\nquote-4,2,2026-11-20T00:00:01Z,5\" disk 6\"\n");
        Assert.Equal((2, 2, 0, 0), IntakeWorld.Counts(await answer.JsonAsync(202)));
    }

    [Fact]
    public async Task A_body_that_names_each_of_its_elements_anew_is_refused()
    {
        using HttpResponseMessage answer = await world.BasicAsync("shop", "<sales>" + string.Concat(Enumerable.Range(0, 20_000).Select(n => $"<a{n}/>")) + "</sales>");
        await answer.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task A_form_that_says_something_twice_says_nothing()
    {
        using HttpResponseMessage answer = await world.BasicAsync("kiosk", "player=a&player=b&xp=1&at=2026-11-20T00:00:00Z");
        await answer.ProblemAsync(400, "invalid-event");
    }

    [Fact]
    public async Task Of_a_compressed_file_that_was_cut_nothing_counts()
    {
        byte[] whole = Gzip(Encoding.UTF8.GetBytes("who;points;when\n" + string.Concat(Enumerable.Range(0, 2000).Select(n => $"cut-{n};{n};2026-11-20 00:00:00\n"))));
        foreach (byte[] cut in new[] { whole[..(whole.Length / 2)], whole[..^4], whole[..^1], [.. whole, 0], "plain"u8.ToArray() })
        {
            using HttpResponseMessage answer = await world.ArcadeAsync(cut, encoding: "gzip");
            await answer.ProblemAsync(400, "malformed-body");
        }

        using HttpResponseMessage brotli = await world.ArcadeAsync(whole, encoding: "br");
        await brotli.ProblemAsync(415, "unsupported-encoding");
        using HttpResponseMessage sent = await world.ArcadeAsync(whole, encoding: "gzip");
        Assert.Equal((2000, 2000, 0, 0), IntakeWorld.Counts(await sent.JsonAsync(202)));
    }

    [Fact]
    public async Task A_small_file_that_inflates_without_end_is_refused_before_a_row_counts()
    {
        byte[] bomb = Gzip([.. "who;points;when\nbomb;1;2026-11-20 00:00:00\n"u8, .. new byte[65 << 20]]);
        Assert.InRange(bomb.Length, 1, 1 << 20);
        using HttpResponseMessage answer = await world.ArcadeAsync(bomb, encoding: "gzip");
        await answer.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task What_stood_before_a_fault_counts_once_and_is_told()
    {
        const string Good = "<sales><sale number=\"f1\"><buyer id=\"fault-1\"/><article>a</article></sale>";
        using HttpResponseMessage broken = await world.BasicAsync("shop", Good + "<sale");
        Assert.Equal((1, 1, 0, 0), IntakeWorld.Counts(await broken.ProblemAsync(400, "malformed-body")));
        using HttpResponseMessage whole = await world.BasicAsync("shop", Good + "</sales>");
        Assert.Equal((1, 0, 1, 0), IntakeWorld.Counts(await whole.JsonAsync(202)));
    }

    [Fact]
    public async Task A_compressed_file_may_hold_nothing_or_end_in_a_member_that_does()
    {
        byte[] nothing = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] rows = Gzip("who;points;when\nempty-1;1;2026-11-20 00:00:00\n"u8.ToArray());
        using HttpResponseMessage night = await world.ArcadeAsync(nothing, encoding: "gzip");
        Assert.Equal((0, 0, 0, 0), IntakeWorld.Counts(await night.JsonAsync(202)));
        using HttpResponseMessage appended = await world.ArcadeAsync([.. rows, .. nothing], encoding: "gzip");
        Assert.Equal((1, 1, 0, 0), IntakeWorld.Counts(await appended.JsonAsync(202)));
        foreach (byte[] cut in new byte[][] { nothing[..^1], [.. rows[..^12], .. new byte[20]] })
        {
            using HttpResponseMessage answer = await world.ArcadeAsync(cut, encoding: "gzip");
            await answer.ProblemAsync(400, "malformed-body");
        }
    }

    private static byte[] Gzip(byte[] body)
    {
        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(body);
        return gzip.ToArray();
    }
}
