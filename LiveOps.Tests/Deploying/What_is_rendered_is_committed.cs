using LiveOps.Tests.Contract;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>deploy/rendered/ is what Kustomize makes of the overlays: what a cluster gets can be read before it does.</summary>
public sealed class What_is_rendered_is_committed
{
    private const string Accept = "LIVEOPS_ACCEPT_RENDERED";

    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Of_each_overlay(string overlay)
    {
        string now = await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(Path.Combine(Deploy.Folder, "overlays", overlay)));

        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 })
            await File.WriteAllTextAsync(Deploy.RenderedFile(overlay), now, TestContext.Current.CancellationToken);
        string committed = File.Exists(Deploy.RenderedFile(overlay)) ? await File.ReadAllTextAsync(Deploy.RenderedFile(overlay), TestContext.Current.CancellationToken) : "";
        string[] changes = [.. LineDiff.Of(committed.Split('\n'), now.Split('\n'))];
        Assert.True(changes.Length == 0, $"""
            The overlay {overlay} or what it stands on was changed, and not rendered. Where that is meant, render it:
              kubectl kustomize deploy/overlays/{overlay} > deploy/rendered/{overlay}.yaml
            or run this test with {Accept}=1, and commit it. - is committed, + is rendered:
            {string.Join('\n', changes)}
            """);
    }

    [Fact]
    public void And_nothing_of_an_overlay_that_is_no_more() =>
        Assert.Equal(Deploy.Overlays, Directory.EnumerateFiles(Path.Combine(Deploy.Folder, "rendered")).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
