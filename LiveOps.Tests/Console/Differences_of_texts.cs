using LiveOps.Console.Differences;

namespace LiveOps.Tests.Console;

/// <summary>What the console shows of two versions.</summary>
public sealed class Differences_of_texts
{
    [Theory]
    [InlineData("a\nb\nc", "a\nB\nc", " a|-b|+B| c")]
    [InlineData("a\nb", "a\nb\nc", " a| b|+c")]
    [InlineData("a\nb\nc", "b\nc", "-a| b| c")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\n6\n7\n8\nnine", "…| 6| 7| 8|-9|+nine")]
    [InlineData("x", "x", "")]
    public void Lines_are_removed_added_and_shown_with_their_neighbours(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', TextDiff.Of(before, after).Select(Plain)));

    [Fact]
    public void In_lines_that_took_each_other_s_place_the_words_that_differ_are_marked()
    {
        IReadOnlyList<DiffLine> lines = TextDiff.Of("{ \"maxBoards\": 900 }", "{ \"maxBoards\": 800 }");
        Assert.Equal("900", Assert.Single(lines[0].Words, word => word.IsChanged).Text);
        Assert.Equal("800", Assert.Single(lines[1].Words, word => word.IsChanged).Text);
    }

    [Fact]
    public void Texts_too_large_to_be_compared_are_one_change()
    {
        string before = string.Join('\n', Enumerable.Range(0, 3000).Select(n => $"a{n}")), after = string.Join('\n', Enumerable.Range(0, 3000).Select(n => $"b{n}"));
        IReadOnlyList<DiffLine> lines = TextDiff.Of(before, after);
        Assert.Equal(TextDiff.MostLines + 1, lines.Count);
        Assert.Equal((DiffKind.LeftOut, "4,000"), (lines[^1].Kind, Assert.Single(lines[^1].Words).Text));
    }

    [Fact]
    public void Words_that_fared_alike_are_one_and_a_line_that_is_too_long_stays_whole()
    {
        IReadOnlyList<DiffLine> lines = TextDiff.Of("one two three four", "one 2 3 4");
        Assert.Equal([("one ", false), ("two", true), (" ", false), ("three", true), (" ", false), ("four", true)], lines[0].Words);
        lines = TextDiff.Of("a b,c", "x,y:z");
        Assert.Equal([("a b", true), (",", false), ("c", true)], lines[0].Words);
        string many = string.Join(' ', Enumerable.Range(0, 1000));
        Assert.All(TextDiff.Of(many, many + " more"), line => Assert.Single(line.Words));
    }

    [Fact]
    public void A_mebibyte_of_words_costs_little()
    {
        string before = string.Join('\n', Enumerable.Range(0, 900).Select(n => string.Join(',', Enumerable.Range(n, 300)))), after = before.Replace("1,", "2;", StringComparison.Ordinal);
        long began = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(TextDiff.Of(before, after));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - began, 0, 100 << 20);
    }

    private static string Plain(DiffLine line) => line.Kind switch { DiffKind.LeftOut => "…", DiffKind.Removed => "-", DiffKind.Added => "+", _ => " " } + string.Concat(line.Words.Select(word => word.Text));
}
