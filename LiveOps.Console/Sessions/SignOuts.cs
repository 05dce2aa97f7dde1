using System.Text.Json;

namespace LiveOps.Console.Sessions;

/// <summary>
/// Sign-outs in a file of the console's folder, which replicas on one machine may share: it is looked at once a second at the most, and read again when it has changed. An entry is needed for
/// as long as a session lasts, so there are few. Without a folder they are in memory.
/// </summary>
internal sealed partial class SignOuts(string? folder, TimeProvider clock, ILogger<SignOuts> logger) : ISignOuts
{
    private const int MostEntries = 10_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string? _file = folder is null ? null : Path.Combine(folder, "signed-out.json");
    private readonly Lock _gate = new();
    private Dictionary<string, long> _before = []; // under the lock
    private DateTime _read; // under the lock
    private DateTimeOffset _looked; // under the lock

    /// <summary>Whether a session still holds.</summary>
    public bool Holds(SignedIn session)
    {
        lock (_gate)
        {
            if (clock.GetUtcNow() - _looked is var since && (since >= LookAgain || since < TimeSpan.Zero))
                Refresh();
            return !_before.ContainsKey(SignOutKeys.Of(session)) && !EndedBefore(SignOutKeys.Everywhere(session)) && !EndedBefore(session.Name); // the last as older files have it
        }

        bool EndedBefore(string key) => _before.TryGetValue(key, out long before) && session.Since <= before;
    }

    /// <summary>Ends one session.</summary>
    public void End(SignedIn session) => Add(SignOutKeys.Of(session));

    /// <summary>Ends all sessions of an operator.</summary>
    public void EndAll(SignedIn session) => Add(SignOutKeys.Everywhere(session));

    ValueTask<bool> ISignOuts.HoldsAsync(SignedIn session) => new(Holds(session));

    ValueTask<bool> ISignOuts.EndAsync(SignedIn session)
    {
        End(session);
        return new(true);
    }

    ValueTask<bool> ISignOuts.EndAllAsync(SignedIn session)
    {
        EndAll(session);
        return new(true);
    }

    private void Add(string key)
    {
        lock (_gate)
        {
            using FileStream? turn = _file is null ? null : Turn(_file);
            _read = default; // what another wrote within a tick of the file system, too
            Refresh();
            long now = clock.GetUtcNow().Ticks;
            _before[key] = now;
            _before = _before.Where(entry => entry.Value > now - SessionSettings.Longest.Ticks).OrderByDescending(entry => entry.Value).Take(MostEntries).ToDictionary();
            if (_file is null)
                return;
            string temporary = $"{_file}.tmp";
            using (FileStream file = File.Create(temporary))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(_before));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _file, overwrite: true);
            _read = File.GetLastWriteTimeUtc(_file);
        }
    }

    // Replicas on one machine write one after the other: each has read what the one before wrote.
    private static FileStream Turn(string file)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 200)
            {
                Thread.Sleep(5);
            }
        }
    }

    // What cannot be read changes nothing of what is known.
    private void Refresh()
    {
        _looked = clock.GetUtcNow();
        if (_file is null)
            return;
        try
        {
            DateTime written = File.GetLastWriteTimeUtc(_file);
            if (written == _read || !File.Exists(_file))
                return;
            foreach ((string key, long at) in JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(_file)) ?? [])
                _before[key] = Math.Max(at, _before.GetValueOrDefault(key));
            _read = written;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.Unreadable(logger, _file, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{File} cannot be read, which says who signed out: {Reason}. What was known before holds.")]
        public static partial void Unreadable(ILogger logger, string file, string reason);
    }
}
