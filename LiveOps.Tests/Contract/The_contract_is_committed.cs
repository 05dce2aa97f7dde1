using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>The public contract changes in view, in the files of <c>docs/contract/</c>, or not at all. (Metrics have their own test.)</summary>
public sealed class The_contract_is_committed(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private const string Accept = "LIVEOPS_ACCEPT_CONTRACT";

    [Fact]
    public async Task What_runs_is_what_stands_in_the_files()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(fixture.Live);
        bool accept = Environment.GetEnvironmentVariable(Accept) is { Length: > 0 };
        var changes = new List<string>();
        foreach ((string file, string[] now) in ContractFiles.Now(documents))
        {
            string path = Path.Combine(ContractFiles.Folder, file);
            if (accept)
                await File.WriteAllTextAsync(path, string.Join('\n', now) + "\n", TestContext.Current.CancellationToken);
            string[] committed = File.Exists(path) ? await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken) : [];
            changes.AddRange(LineDiff.Of(committed, now).Select(line => $"{file}:{line}"));
        }

        Assert.True(changes.Count == 0, $"""
            The public contract changed. Where that is meant, write docs/contract/ anew with
              {Accept}=1 dotnet LiveOps.Tests/bin/Debug/net10.0/LiveOps.Tests.dll -class '*The_contract_is_committed'
            and commit it. - stands in the file, + is what runs:
            {string.Join('\n', changes)}
            """);
    }

    [Fact]
    public void What_changed_is_told_line_by_line() => Assert.Equal(
        ["2: - b", "2: + B", "4: + d"],
        LineDiff.Of(["a", "b", "c"], ["a", "B", "c", "d"]));
}
