using LiveOps.Tests.Contract;

namespace LiveOps.Tests.House;

public sealed class The_page_of_the_house_is_true
{
    private const string Accept = "LIVEOPS_ACCEPT_HOUSE";

    [Fact]
    public async Task Its_pictures_and_rules_are_what_the_code_says()
    {
        string committed = await File.ReadAllTextAsync(HousePage.Path, TestContext.Current.CancellationToken);
        string now = HousePage.Now(committed);
        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 })
            await File.WriteAllTextAsync(HousePage.Path, committed = now, TestContext.Current.CancellationToken);

        Assert.True(now == committed, $"""
            docs/house.md is not what the code says. Write it anew with
              {Accept}=1 dotnet LiveOps.Tests/bin/Debug/net10.0/LiveOps.Tests.dll -class '*The_page_of_the_house_is_true'
            and commit it. - stands in the file, + is what the code says:
            {string.Join('\n', LineDiff.Of(committed.Split('\n'), now.Split('\n')))}
            """);
    }
}
