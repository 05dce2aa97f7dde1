using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>
/// A replacement of kustomize copies a text into a field that is there as that text; one that makes the field ("create: true") reads it anew, and a version "1.10" is the number 1.1
/// (findings/kustomize-created-text-becomes-number.sh). So fields that are copied to are there before, with any text.
/// </summary>
public sealed class What_is_copied_stays_a_text
{
    [Fact]
    public void No_replacement_makes_its_field()
    {
        (string File, JsonObject Kustomization)[] all =
        [
            .. from root in new[] { Deploy.Folder, Published.Folder }
               from file in Directory.EnumerateFiles(root, "kustomization.yaml", SearchOption.AllDirectories)
               from document in YamlTree.ParseAll(File.ReadAllText(file))
               select (file, document),
        ];

        Assert.Contains(all, one => one.Kustomization["replacements"].Items().Any());
        Assert.Empty(all.SelectMany(one => Making(one.Kustomization).Select(field => $"{one.File}: {field}")));
    }

    [Fact]
    public void One_that_made_it_would_be_found() => Assert.Equal(
        ["data.version", "a file of replacements"],
        Making(Assert.Single(YamlTree.ParseAll("""
            replacements:
            - source: {kind: ConfigMap, name: source, fieldPath: data.version}
              targets:
              - {select: {kind: ConfigMap, name: there}, fieldPaths: [data.version]}
              - {select: {kind: ConfigMap, name: made}, fieldPaths: [data.version], options: {create: true}}
            - path: elsewhere.yaml
            """))));

    // What stands in a file of its own is not looked at, so there is none.
    private static IEnumerable<string> Making(JsonObject kustomization) =>
    [
        .. from replacement in kustomization["replacements"].Items()
           from target in replacement["targets"].Items()
           where target.At("options create") is not null
           from field in target["fieldPaths"].Items()
           select (string)field!,
        .. from replacement in kustomization["replacements"].Items() where replacement["path"] is not null select "a file of replacements",
    ];
}
