using System.Diagnostics;
using System.Globalization;
using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Embedded;

/// <summary><c>backup &lt;folder&gt;</c>: copies the data folder, whether a system runs on it or not.</summary>
internal static class BackupCommand
{
    /// <summary>The command.</summary>
    public static readonly ProgramCommand Command = new("backup", "copies the data folder, whether a system runs on it or not", "<folder>");

    /// <summary>Takes the backup and says so.</summary>
    /// <exception cref="SettingException">It could not be taken.</exception>
    public static async Task RunAsync(ProgramCall call)
    {
        if (call.Operand is not { Length: > 0 } target)
            throw new SettingException("Say where to: backup <folder>, one that is not there yet.");
        string data = EmbeddedSettings.DataFolderOf(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(call.Settings).Build());
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        long began = Stopwatch.GetTimestamp();
        try
        {
            (long position, long bytes) = FolderBackup.Take(data, target);
            await System.Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{target} is a backup of {data} up to position {position} of the journal: {bytes / 1e6:f1} MB, checked, in {Stopwatch.GetElapsedTime(began).TotalSeconds:f1} s."));
        }
        catch (Exception e) when (e is JournalException || DiskTrouble.Is(e))
        {
            throw new SettingException($"No backup was taken: {e.Message}", e);
        }
    }
}
