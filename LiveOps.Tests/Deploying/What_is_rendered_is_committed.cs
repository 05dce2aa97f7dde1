using LiveOps.Tests.Contract;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>deploy/rendered/ is what Kustomize makes of the overlays and the platform: what a cluster gets can be read before it does.</summary>
public sealed class What_is_rendered_is_committed
{
    private const string Accept = "LIVEOPS_ACCEPT_RENDERED";

    public static TheoryData<string> Renderings => new(Deploy.Renderings);

    [Theory]
    [MemberData(nameof(Renderings))]
    public async Task Of_each_folder(string rendering)
    {
        string now = await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(Path.Combine(Deploy.Folder, Deploy.Source(rendering))));

        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 })
            await File.WriteAllTextAsync(Deploy.RenderedFile(rendering), now, TestContext.Current.CancellationToken);
        string committed = File.Exists(Deploy.RenderedFile(rendering)) ? await File.ReadAllTextAsync(Deploy.RenderedFile(rendering), TestContext.Current.CancellationToken) : "";
        string[] changes = [.. LineDiff.Of(committed.Split('\n'), now.Split('\n'))];
        Assert.True(changes.Length == 0, $"""
            deploy/{Deploy.Source(rendering)} or what it stands on was changed, and not rendered. Where that is meant, render it:
              kubectl kustomize deploy/{Deploy.Source(rendering)} > deploy/rendered/{rendering}.yaml
            or run this test with {Accept}=1, and commit it. - is committed, + is rendered:
            {string.Join('\n', changes)}
            """);
    }

    [Fact]
    public void And_nothing_of_a_folder_that_is_no_more() => Assert.Equal(
        Deploy.Renderings.Select(Deploy.RenderedFile).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Deploy.Folder, "rendered"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
}
