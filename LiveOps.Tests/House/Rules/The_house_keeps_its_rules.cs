namespace LiveOps.Tests.House.Rules;

/// <summary>Style that fails the build: the rules of <c>docs/house.md</c>, each held to all code, and proven by a sample that breaks it.</summary>
public sealed class The_house_keeps_its_rules
{
    public static TheoryData<int> Rules => [.. Enumerable.Range(0, HouseRules.All.Count)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void No_file_breaks_a_rule(int number)
    {
        HouseRule rule = HouseRules.All[number];

        Breach[] breaches = [.. CodeFile.All.SelectMany(rule.Breaches)];

        Assert.True(breaches.Length == 0, $"{rule.Says} {rule.Why}\n{string.Join('\n', breaches)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_sees_the_sample_that_breaks_it_and_no_other_does(int number)
    {
        (string path, string text) = HouseRules.All[number].Sample;
        var sample = new CodeFile(path, text);

        int[] breaches = [.. HouseRules.All.Select(rule => rule.Breaches(sample).Count())];

        Assert.Empty(sample.Tree.GetDiagnostics());
        Assert.Equal(Enumerable.Range(0, HouseRules.All.Count).Select(other => other == number ? 1 : 0), breaches);
    }

    [Fact]
    public void All_code_is_seen()
    {
        Assert.All(CodeFile.All, file => Assert.Empty(file.Tree.GetDiagnostics()));
        Assert.Superset(
            Directory.GetDirectories(Repository.Root, "LiveOps.*").Select(folder => Path.GetFileName(folder)).ToHashSet(),
            CodeFile.All.Select(file => file.Project).ToHashSet());
    }
}
