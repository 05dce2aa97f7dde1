using System.Globalization;

namespace LiveOps.Bench.Servers;

/// <summary>Processor time of a process and of those that it started and that still run, from <c>/proc</c>.</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    public static TimeSpan OfTree(int root)
    {
        var stats = new List<(int Id, int Parent, TimeSpan Time)>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) && Read(folder) is { } stat)
                stats.Add((id, stat.Parent, stat.Time));
        }

        return Sum(root);

        TimeSpan Sum(int id) => stats.Where(stat => stat.Parent == id).Aggregate(stats.Find(stat => stat.Id == id).Time, (sum, child) => sum + Sum(child.Id));
    }

    private static (int Parent, TimeSpan Time)? Read(string folder)
    {
        try
        {
            string stat = File.ReadAllText(folder + "/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name before may hold anything
            double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(ticks / TicksPerSecond));
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
