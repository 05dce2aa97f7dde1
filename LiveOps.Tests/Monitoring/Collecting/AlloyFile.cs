using System.Text.RegularExpressions;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Monitoring.Collecting;

/// <summary>
/// Alloy's configuration as blocks (https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/syntax): a block is a name, perhaps a label, and in
/// braces attributes, one a line, and blocks.
/// </summary>
internal sealed partial class AlloyFile
{
    private readonly string _text;
    private int _at;

    private AlloyFile(string text) => _text = text;

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "monitoring", "alloy");

    /// <summary>All blocks of all files, which Alloy reads as one.</summary>
    public static IReadOnlyList<Block> Blocks { get; } = [.. Directory.GetFiles(Folder, "*.alloy").Order(StringComparer.Ordinal).SelectMany(file => Parse(File.ReadAllText(file)))];

    /// <summary>The blocks of a text.</summary>
    /// <exception cref="FormatException">It is none of Alloy's.</exception>
    public static IReadOnlyList<Block> Parse(string text)
    {
        var file = new AlloyFile(text);
        (Dictionary<string, string> attributes, List<Block> blocks) = file.Body(isWhole: true);
        return attributes.Count == 0 ? blocks : throw new FormatException("an attribute stands outside of every block");
    }

    private (Dictionary<string, string> Attributes, List<Block> Blocks) Body(bool isWhole)
    {
        var attributes = new Dictionary<string, string>();
        var blocks = new List<Block>();
        while (true)
        {
            Skip();
            if (_at == _text.Length ? isWhole : !isWhole && _text[_at] == '}')
                return (attributes, blocks);
            Match head = Head().Match(_text, Math.Min(_at, _text.Length));
            if (!head.Success)
                throw new FormatException($"neither attribute nor block: {Rest()}");
            _at += head.Length;
            if (head.Groups["is"].Success)
            {
                if (!attributes.TryAdd(head.Groups["name"].Value, Expression()))
                    throw new FormatException($"{head.Groups["name"].Value} is said twice");
                continue;
            }

            (Dictionary<string, string> inner, List<Block> innerBlocks) = Body(isWhole: false);
            _at++;
            blocks.Add(new Block(head.Groups["name"].Value, head.Groups["label"].Value, inner, innerBlocks));
        }
    }

    // To the end of the line on which every bracket is closed.
    private string Expression()
    {
        int start = _at, depth = 0;
        for (; _at < _text.Length && (depth > 0 || (_text[_at] != '\n' && _text[_at] != '}')); _at++)
        {
            if (_text[_at] == '"')
                _at += String().Match(_text, _at).Length - 1;
            else
                depth += _text[_at] is '[' or '{' or '(' ? 1 : _text[_at] is ']' or '}' or ')' ? -1 : 0;
        }

        string text = _text[start.._at].Trim();
        return depth == 0 && text.Length > 0 ? text : throw new FormatException($"an expression that does not end: {text}");
    }

    private void Skip() => _at += Nothing().Match(_text, _at).Length;

    private string Rest() => _text[_at..Math.Min(_text.Length, _at + 40)];

    [GeneratedRegex("\\G(?:\\s|//[^\\n]*)*")]
    private static partial Regex Nothing();

    [GeneratedRegex("\\G(?<name>[a-z_][a-z_0-9]*(?:\\.[a-z_][a-z_0-9]*)*)(?:\\s*(?<is>=)\\s*|\\s+(?:\"(?<label>[a-z_][a-z_0-9]*)\"\\s+)?\\{)")]
    private static partial Regex Head();

    [GeneratedRegex("\\G\"(?:[^\"\\\\\\n]|\\\\.)*\"")]
    private static partial Regex String();

    /// <param name="Name">As <c>loki.write</c>.</param>
    /// <param name="Label">Its own name among those.</param>
    /// <param name="Attributes">What it is told, as text.</param>
    /// <param name="Blocks">Its blocks.</param>
    internal sealed record Block(string Name, string Label, Dictionary<string, string> Attributes, List<Block> Blocks)
    {
        /// <summary>It and all in it.</summary>
        public IEnumerable<Block> All => Blocks.SelectMany(block => block.All).Prepend(this);

        /// <summary>What its text attribute says.</summary>
        public string Text(string attribute) => Attributes[attribute].Trim('"');

        /// <summary>The only block in it of a name.</summary>
        public Block Only(string name) => Assert.Single(Blocks, block => block.Name == name);
    }
}
