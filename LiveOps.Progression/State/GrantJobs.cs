using LiveOps.Progression.Grants;

namespace LiveOps.Progression.State;

/// <summary>The jobs of grants, embedded: the newest <see cref="MostKept"/>, those that are not done in any case. Not thread-safe.</summary>
internal sealed class GrantJobs
{
    /// <summary>How many are kept.</summary>
    public const int MostKept = 1_000;

    private readonly List<Job> _jobs = []; // oldest first

    /// <summary>A job as it is worked on.</summary>
    internal sealed class Job(int content, UInt128 fingerprint, string[] players, long madeAt)
    {
        /// <summary>The number of what is granted, in <see cref="GivenGrants"/>.</summary>
        public int Content { get; } = content;

        public UInt128 Fingerprint { get; } = fingerprint;

        /// <summary>Who; null once they are erased. Empty once all had their turn.</summary>
        public string?[] Players { get; set; } = players;

        public long MadeAt { get; } = madeAt;

        public int Total { get; set; } = players.Length;

        /// <summary>Whose turn is next.</summary>
        public int At { get; set; }

        public GrantJobStatus Status { get; set; } = GrantJobStatus.Running;

        /// <summary>How many, by <see cref="GrantStatus"/>.</summary>
        public int[] Counts { get; } = new int[6];

        public List<string> UnknownPlayers { get; } = [];
    }

    /// <summary>Newest last.</summary>
    public IReadOnlyList<Job> All => _jobs;

    /// <summary>A job by its id; null for none.</summary>
    public Job? Find(GivenGrants given, string id) => _jobs.Find(job => given[job.Content].Id == id);

    /// <summary>Adds a job; where there are too many, the oldest that is done goes.</summary>
    public void Add(GivenGrants given, Job job)
    {
        _jobs.Add(job);
        if (_jobs.Count > MostKept && _jobs.FindIndex(old => old.Status == GrantJobStatus.Done) is >= 0 and var at)
        {
            given.Release(_jobs[at].Content);
            _jobs.RemoveAt(at);
        }
    }

    /// <summary>Takes a player out of all of them.</summary>
    public void Erase(string player)
    {
        foreach (Job job in _jobs)
        {
            job.UnknownPlayers.Remove(player);
            int at = Array.IndexOf(job.Players, player);
            if (at >= 0)
                job.Players[at] = null;
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_jobs.Count);
        foreach (Job job in _jobs)
        {
            writer.Write(job.Content);
            writer.Write(job.Fingerprint);
            writer.Write(job.MadeAt);
            writer.Write(job.Total);
            writer.Write(job.At);
            writer.Write((byte)job.Status);
            foreach (int count in job.Counts)
                writer.Write(count);
            Save(writer, job.UnknownPlayers);
            Save(writer, job.Players);
        }
    }

    public void Load(BinaryReader reader, GivenGrants given)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            var job = new Job(reader.ReadInt32(), reader.ReadUInt128(), [], reader.ReadInt64()) { Total = reader.ReadInt32(), At = reader.ReadInt32(), Status = (GrantJobStatus)reader.ReadByte() };
            for (int i = 0; i < job.Counts.Length; i++)
                job.Counts[i] = reader.ReadInt32();
            job.UnknownPlayers.AddRange(Load(reader)!);
            job.Players = Load(reader);
            given.UseAgain(job.Content);
            _jobs.Add(job);
        }
    }

    private static void Save(BinaryWriter writer, IReadOnlyList<string?> players)
    {
        writer.Write(players.Count);
        foreach (string? player in players)
            writer.Write(player ?? "");
    }

    private static string?[] Load(BinaryReader reader)
    {
        string?[] players = new string?[reader.ReadInt32()];
        for (int i = 0; i < players.Length; i++)
            players[i] = reader.ReadString() is { Length: > 0 } player ? player : null;
        return players;
    }
}
