using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace LiveOps.Bench.Reporting;

/// <summary>What one part of the benchmark found: its page in the report, and its figures by name. Kept as JSON between the parts' runs.</summary>
internal sealed class Section
{
    private readonly StringBuilder _text = new();

    /// <param name="part">The command that makes it.</param>
    /// <param name="title">Its heading.</param>
    public Section(string part, string title)
    {
        Part = part;
        Title = title;
    }

    [JsonConstructor]
    public Section(string part, string title, string text, Dictionary<string, double[]> figures, Dictionary<string, string> plots)
        : this(part, title)
    {
        _text.Append(text);
        Figures = figures;
        Plots = plots;
    }

    public string Part { get; }

    public string Title { get; }

    /// <summary>When it was run.</summary>
    public DateTimeOffset At { get; set; }

    public double Seconds { get; set; }

    /// <summary>The arguments it was run with.</summary>
    public string Command { get; set; } = "";

    /// <summary>Markdown.</summary>
    public string Text => _text.ToString();

    /// <summary>Every run of each figure.</summary>
    public Dictionary<string, double[]> Figures { get; } = [];

    /// <summary>SVG by file name.</summary>
    public Dictionary<string, string> Plots { get; } = [];

    /// <summary>Tells on the console how far it is; stands in no report.</summary>
    public void Progress(string line) => System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Part}] {line}"));

    public void Say(string paragraph) => _text.Append(paragraph).Append("\n\n");

    public void Add(Table table) => _text.Append(table).Append("\n\n");

    public void Add(string name, string title, string svg)
    {
        Plots[name + ".svg"] = svg;
        _text.Append(CultureInfo.InvariantCulture, $"![{title}](performance/{name}.svg)\n\n");
    }

    /// <summary>Keeps a figure, and returns it to be shown.</summary>
    public Spread Figure(string name, IEnumerable<double> runs)
    {
        Figures[name] = [.. runs];
        if (!Figures[name].All(double.IsFinite))
            throw new InvalidOperationException($"{name}: a round came to nothing; is the machine busy with other things?");
        return new Spread(Figures[name]);
    }
}

[JsonSerializable(typeof(Section))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class SectionJson : JsonSerializerContext;
