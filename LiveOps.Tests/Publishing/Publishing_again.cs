using LiveOps.AppHost.Aks.Files;
using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Publishing;

/// <summary>aspire-manifest/ is what publishing writes: by the program, on any machine, whatever it is told besides.</summary>
public sealed class Publishing_again
{
    private const string Accept = "LIVEOPS_ACCEPT_MANIFEST";

    [Fact]
    public async Task Writes_what_is_committed_and_reads_nothing_of_the_machine()
    {
        using var folder = new TempFolder();
        string folderOfEarlierRuns = folder.File(".aspire/deployments");
        Directory.CreateDirectory(folderOfEarlierRuns);

        (int exitCode, string output, string errors) = await AppHostProgram.PublishAsync(
            folder.File("out"), folder.Path, ("HMAC_SECRET", "a-secret-of-the-environment-that-is-nobodys-business"), ("Parameters__hmac-secret", "a-secret-parameter-that-is-nobodys-business"),
            ("LIVEOPS_SYSTEM", "cluster"), ("DB_KIND", "postgres"), ("LANG", "tr_TR.UTF-8"), ("DOTNET_ENVIRONMENT", "Development"));

        Assert.True(exitCode == 0, $"It ended with {exitCode}: {output}{errors}");
        Dictionary<string, string> now = Read(folder.File("out"));
        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 })
            OutputFolder.Write(Published.Folder, [.. now.Select(file => new OutputFile(file.Key, file.Value))]);
        Dictionary<string, string> committed = Read(Published.Folder);
        string[] changes =
        [
            .. committed.Keys.Union(now.Keys).Order(StringComparer.Ordinal).SelectMany(file =>
                LineDiff.Of(Lines(committed, file), Lines(now, file)).Select(line => $"{file}:{line}")),
        ];
        Assert.True(changes.Length == 0, $"""
            The model was changed, and not published. Where that is meant, publish it:
              dotnet run --project LiveOps.AppHost -- --operation publish --step publish --output-path aspire-manifest
            and commit it. - is committed, + is published:
            {string.Join('\n', changes)}
            """);
        Assert.DoesNotContain("nobodys-business", output + errors + string.Concat(now.Values), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folderOfEarlierRuns, "*", SearchOption.AllDirectories)); // nothing is kept for another run
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_sentence_and_an_exit_code()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "", TestContext.Current.CancellationToken);

        (int exitCode, string output, string errors) = await AppHostProgram.PublishAsync(folder.File("file/out"), folder.Path);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"What is published cannot be written to {folder.File("file/out")}: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal); // a sentence, no stack trace
    }

    [Fact]
    public void Files_of_a_service_that_is_no_more_are_removed_and_those_of_others_stay()
    {
        using var folder = new TempFolder();
        OutputFile[] now = [new("base/new.yaml", OutputFile.Mark + "\n"), new("chart/Chart.yaml", OutputFile.Mark + "\n"), new("model.json", "{}")];
        OutputFolder.Write(folder.Path,
        [
            .. now,
            new("base/old.yaml", OutputFile.Mark + "\nkind: Service\n"),
            new("chart/templates/old.yaml", OutputFile.Mark + "\nkind: Service\n"), // nothing is in its folder any more: Helm would go on rendering it
            new("chart/templates/jobs/_old.tpl", "{{/*\n" + OutputFile.Mark + "\n*/}}\n"),
        ]);
        string[] mine = ["base/mine.yaml", "chart/templates/jobs/mine.yaml", "chart/templates/mine.yaml", "notes/mine.yaml"];
        Directory.CreateDirectory(folder.File("notes"));
        foreach (string file in mine)
            File.WriteAllText(folder.File(file), "kind: ConfigMap\n");
        File.WriteAllText(folder.File("notes/of-ours.yaml"), OutputFile.Mark + "\n"); // a copy, in a folder that is not published to

        OutputFolder.Write(folder.Path, now);

        Assert.Equal([.. mine.Concat(now.Select(file => file.Path)).Append("notes/of-ours.yaml").Order(StringComparer.Ordinal)], Read(folder.Path).Keys.Order(StringComparer.Ordinal));
    }

    private static string[] Lines(Dictionary<string, string> files, string file) => files.TryGetValue(file, out string? text) ? text.Split('\n') : [];

    private static Dictionary<string, string> Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText);
}
