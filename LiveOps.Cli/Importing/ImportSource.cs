using LiveOps.Cli.Mappings;
using LiveOps.Cli.Rows;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Importing;

/// <summary>A file, what it holds, and how its rows become events.</summary>
internal sealed record ImportSource(string Path, RowFormat Format, Mapping Mapping)
{
    /// <summary>Whether it can be read again from its beginning.</summary>
    public bool IsFile => Path != "-";

    /// <summary>Puts one together from what was said on the command line.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="format">What it holds; null: what its name says.</param>
    /// <param name="mappingFile">A mapping; null: the one that comes with the format.</param>
    /// <param name="columns">Members and the fields they come from.</param>
    /// <param name="values">Members and what they are in every row.</param>
    public static ImportSource Make(string path, string? format, string? mappingFile, IEnumerable<string> columns, IEnumerable<string> values)
    {
        RowFormat kind = format is null ? RowFile.FormatOf(path) ?? throw CliFault.Usage(
                path == "-" ? "say what the input holds by --format: csv, ndjson, nakama, playfab, json or xml." : $"the name {PlainText.Of(path)} does not say what is in it; say it by --format: csv, ndjson, nakama, playfab, json or xml.")
            : Enum.Parse<RowFormat>(format, ignoreCase: true);
        Mapping mapping = mappingFile is not null ? MappingFile.Read(mappingFile) : kind switch
        {
            RowFormat.Nakama => Mapping.Nakama,
            RowFormat.PlayFab => Mapping.PlayFab,
            RowFormat.Xml or RowFormat.Json => throw CliFault.Usage($"{kind.ToString().ToLowerInvariant()} needs a mapping file that says where rows are, by --mapping; liveops import --mapping-schema prints what it may say."),
            _ => Mapping.Plain,
        };
        if (kind is not (RowFormat.Csv or RowFormat.Ndjson) && string.IsNullOrEmpty(mapping.Record))
            throw CliFault.Usage("the mapping must say where a row is: \"record\", such as \"/scores/score\".");
        mapping = mapping.With(columns.Select(text => Pair("--column", text)).Select(pair => KeyValuePair.Create(pair.Key, (mapping.Fields.GetValueOrDefault(pair.Key) ?? FieldRule.Of()) with { From = [pair.Value], Value = null })));
        return new ImportSource(path, kind, mapping.With(values.Select(text => Pair("--set", text)).Select(pair => KeyValuePair.Create(pair.Key, FieldRule.Always(pair.Value)))));
    }

    /// <summary>The file, open.</summary>
    public RowFile Open(Terminal terminal) => RowFile.Open(Path, terminal);

    private static KeyValuePair<string, string> Pair(string option, string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        string member = at > 0 ? text[..at] : text;
        return at > 0 && at < text.Length - 1 && Mapping.Members.Contains(member)
            ? KeyValuePair.Create(member, text[(at + 1)..])
            : throw CliFault.Usage($"{option} {PlainText.Of(text)} is not member=…, with a member of {string.Join(", ", Mapping.Members)}.");
    }
}
