namespace LiveOps.AppHost.Aks.Yaml;

/// <summary>What stands in YAML as it is: a template's expression, in quotation marks of its own where it needs them.</summary>
internal sealed record Expression(string Text);
