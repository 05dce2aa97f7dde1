using LiveOps.Tests.Contract;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>deploy/rendered/ is what Kustomize makes of the overlays and the platform: what a cluster gets can be read before it does.</summary>
public sealed class What_is_rendered_is_committed
{
    private const string Accept = "LIVEOPS_ACCEPT_RENDERED";

    public static TheoryData<string> Renderings => new(Deploy.Renderings);

    public static TheoryData<string> Variants => new(Variant.All.Select(variant => variant.Name));

    [Theory]
    [MemberData(nameof(Renderings))]
    public async Task Of_each_folder(string rendering) => await CompareAsync(
        Deploy.RenderedFile(rendering),
        await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(Path.Combine(Deploy.Folder, Deploy.Source(rendering)))),
        $"""
        deploy/{Deploy.Source(rendering)} or what it stands on was changed, and not rendered. Where that is meant, render it:
          deploy/pipelines/steps/render {rendering}
        """);

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Of_what_components_change_in_an_environment(string variant) => await CompareAsync(
        Variant.Of(variant).RenderedFile, await Variant.Of(variant).DifferenceAsync(), $"A component of {string.Join(", ", Variant.Of(variant).Components)} was changed.");

    [Fact]
    public void And_nothing_of_a_folder_that_is_no_more() => Assert.Equal(
        Deploy.Renderings.Select(Deploy.RenderedFile).Concat(Variant.All.Select(variant => variant.RenderedFile)).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Deploy.Folder, "rendered"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_component_is_in_an_overlay_or_a_variant()
    {
        IEnumerable<string> used = Deploy.Overlays.SelectMany(overlay => Used(Path.Combine(Deploy.Folder, "overlays", overlay))).Concat(Variant.All.SelectMany(variant => variant.Components));

        Assert.Empty(Deploy.Components.Except(used.SelectMany(component => Used(Path.Combine(Deploy.Folder, "components", component)).Append(component))));
    }

    private static IEnumerable<string> Used(string folder) => Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(folder, "kustomization.yaml"))))["components"].Items()
        .Select(path => Path.GetRelativePath(Path.Combine(Deploy.Folder, "components"), Path.Combine(folder, (string)path!)).Replace('\\', '/'));

    private static async Task CompareAsync(string file, string now, string changed)
    {
        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, now, TestContext.Current.CancellationToken);
        }

        string committed = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        string[] changes = [.. LineDiff.Of(committed.Split('\n'), now.Split('\n'))];
        Assert.True(changes.Length == 0, $"{changed}\nOr run this test with {Accept}=1, and commit it. - is committed, + is rendered:\n{string.Join('\n', changes)}");
    }
}
