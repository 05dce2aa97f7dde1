using System.Globalization;
using System.Text;

namespace LiveOps.Bench.Reporting;

/// <summary>Writes the report from the results that lie there: a Markdown file, and a folder of plots named after it.</summary>
internal static class Report
{
    public static void Write(string path, IReadOnlyList<Section> sections, string command)
    {
        string plots = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        Directory.CreateDirectory(plots);
        foreach ((string name, string svg) in sections.SelectMany(section => section.Plots))
            File.WriteAllText(Path.Combine(plots, name), svg);
        var text = new StringBuilder();
        Head(text, sections, command);
        foreach (Section section in sections)
            text.Append(CultureInfo.InvariantCulture, $"## {section.Title}\n\n{section.Text}");
        Judge(text, new Figures(sections.ToDictionary(section => section.Part)));
        File.WriteAllText(path, text.ToString());
    }

    private static void Head(StringBuilder text, IReadOnlyList<Section> sections, string command)
    {
        text.Append("""
            # Performance

            Written by `LiveOps.Bench`; what was tried to make it so is in [decisions/performance.md](decisions/performance.md). A figure with two behind it is the median of its rounds,
            with the least and the most; one without was taken once, at the end or over all rounds. Load generator and servers share the machine. Closed loop: a connection
            sends again when it has its answer; open loop: requests come at their times, and latency counts from then.


            """);
        text.Append(CultureInfo.InvariantCulture, $"```\n{command}\n```\n\n");
        var machine = new Table("measured on", "");
        foreach ((string name, string value) in Machine.Describe())
            machine.Add(name, value);
        text.Append(machine).Append("\n\n");
        if (sections.Count > 0)
        {
            DateTimeOffset first = sections.Min(section => section.At), last = sections.Max(section => section.At);
            string until = last.ToString(last.Date == first.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture); // some parts' results may be of another day
            text.Append(CultureInfo.InvariantCulture, $"{first:yyyy-MM-dd HH:mm} to {until} UTC; the parts took {TimeSpan.FromSeconds(sections.Sum(section => section.Seconds)).TotalMinutes:N0} minutes.\n\n");
        }
    }

    private static void Judge(StringBuilder text, Figures figures)
    {
        var table = new Table("promised", "bound", "measured", "met");
        var limits = new StringBuilder();
        foreach (Promise promise in Promises.All)
        {
            (string promised, string measured, bool? met) = promise.Judge(figures);
            table.Add(promise.Text, promised, measured, met switch { true => "yes", false => "**no**", null => "" });
            if (met == false)
                limits.Append(CultureInfo.InvariantCulture, $"- **{promise.Text}**: {promise.Limit(figures)}\n");
        }

        text.Append("## What was promised\n\n").Append(table).Append('\n');
        if (limits.Length > 0)
            text.Append("\nWhat bounds those that are not met:\n\n").Append(limits);
    }
}
