using System.Net;
using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Embedded;

/// <summary>What the embedded system reads from its environment besides what each service reads.</summary>
internal sealed record EmbeddedSettings
{
    // With the group that it may be larger by it stays below the 4 GiB that some file systems allow a file.
    private const int MaxSegmentMegabytes = 4000;

    /// <summary><c>LIVEOPS_DATA</c>: the folder of journal, snapshots and secrets.</summary>
    public required string DataFolder { get; init; }

    /// <summary><c>BIND_ADDRESS</c>: an IP address, or <c>localhost</c> (the default) for the loopback addresses.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>Ports by service, <c>GATEWAY_PORT</c> and so on; 0 takes a free one.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>How the journal lies on disk.</summary>
    public required JournalOptions Journal { get; init; }

    /// <summary><c>SNAPSHOT_MEGABYTES</c>: a snapshot is written after this much journal.</summary>
    public long SnapshotBytes { get; init; }

    /// <summary>The data folder, in full.</summary>
    public static string DataFolderOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration["LIVEOPS_DATA"] is { Length: > 0 } set ? set : ".liveops");

    public static EmbeddedSettings Read(IConfiguration configuration)
    {
        string folder = DataFolderOf(configuration);
        ClusterSettings.Check(configuration);
        return new EmbeddedSettings
        {
            DataFolder = folder,
            BindAddress = configuration["BIND_ADDRESS"] switch
            {
                null or "" or "localhost" => null,
                { } text => IPAddress.TryParse(text, out IPAddress? address)
                    ? address
                    : throw new SettingException("BIND_ADDRESS must be an IP address or localhost."),
            },
            Ports = new Dictionary<string, int>
            {
                ["gateway"] = configuration.GetWhole("GATEWAY_PORT", 8080, 0, 65535),
                ["fairness"] = configuration.GetWhole("FAIRNESS_PORT", 8081, 0, 65535),
                ["leaderboard"] = configuration.GetWhole("LEADERBOARD_PORT", 8082, 0, 65535),
                ["progression"] = configuration.GetWhole("PROGRESSION_PORT", 8083, 0, 65535),
                ["console"] = configuration.GetWhole("CONSOLE_PORT", 8084, 0, 65535),
            },
            Journal = new JournalOptions
            {
                Folder = Path.Combine(folder, "journal"),
                SegmentBytes = (long)configuration.GetWhole("JOURNAL_SEGMENT_MEGABYTES", 64, 1, MaxSegmentMegabytes) << 20,
                GroupInterval = TimeSpan.FromMilliseconds(configuration.GetWhole("JOURNAL_GROUP_MILLISECONDS", 1, 0, 1000)),
                GroupBytes = configuration.GetWhole("JOURNAL_GROUP_KILOBYTES", 1024, 1, 65536) << 10,
                Fsync = configuration.GetWhole("JOURNAL_FSYNC", 1, 0, 1) == 1,
            },
            SnapshotBytes = (long)configuration.GetWhole("SNAPSHOT_MEGABYTES", 256, 1, 65536) << 20,
        };
    }
}
