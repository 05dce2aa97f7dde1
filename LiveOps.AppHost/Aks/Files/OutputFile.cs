namespace LiveOps.AppHost.Aks.Files;

/// <summary>A file that is published.</summary>
/// <param name="Path">Its path in the output folder, its parts separated by <c>/</c>.</param>
/// <param name="Text">What is in it.</param>
internal sealed record OutputFile(string Path, string Text)
{
    /// <summary>What stands at the head of what is written as YAML, by which publishing knows its own files again.</summary>
    public const string Mark = "# Written by publishing LiveOps.AppHost. A change here is lost with the next: docs/deploy.md.";
}
