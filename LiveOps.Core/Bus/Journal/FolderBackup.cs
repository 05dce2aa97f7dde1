namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Copies a data folder, also while another process runs on it, so that a system started on the copy has everything that was acknowledged before
/// the copying began, and whatever else it has is whole:
/// <list type="number">
/// <item>open the newest two snapshots of each consumer: once open they stay readable, whatever is deleted;</item>
/// <item>copy what is beside them (dead letters, policies, secrets): a letter that was settled after the snapshot is settled by the journal again;</item>
/// <item>open the segments and note how long each is. When one that the snapshots need was deleted in the meantime,
/// there are newer snapshots: begin again;</item>
/// <item>copy both. A segment grows, unless a group could not be written and what there was of it is cut: begin again when one became shorter;</item>
/// <item>cut the write that was under way as after a crash, and read every byte back against its checksum. Where another group took the place of one that failed, the copy may hold half of each: what
/// is damaged is copied a second time before that is said;</item>
/// <item>rename: a folder of the target's name is a whole backup.</item>
/// </list>
/// </summary>
public static class FolderBackup
{
    private const int Attempts = 20;
    private static readonly string[] Beside = ["dead-letters", "policies", "secrets"];

    /// <summary>Takes a backup.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="target">A folder that is not there yet.</param>
    /// <returns>The position in the journal up to which the copy holds everything, and its bytes.</returns>
    /// <exception cref="JournalException">The data is damaged, or is no data folder; or the target is there already.</exception>
    /// <exception cref="IOException">It could not be read or written.</exception>
    public static (long Position, long Bytes) Take(string data, string target)
    {
        if (!Directory.Exists(Path.Combine(data, "journal")))
            throw new JournalException($"{data} is no data folder: it has no journal.");
        if (Path.Exists(target))
            throw new JournalException($"{target} is there already: name a folder that is not.");
        string unfinished = target + ".unfinished";
        long position = 0;
        bool suspected = false;
        for (int attempt = 1; ; attempt++)
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
            Directory.CreateDirectory(unfinished);
            if (TryCopy(data, unfinished))
            {
                try
                {
                    position = Verify(unfinished);
                    break;
                }
                catch (JournalException) when (!suspected)
                {
                    suspected = true;
                }
            }

            if (attempt == Attempts)
                throw new JournalException($"{data} changes faster than it can be copied.");
        }

        FlushFolders(unfinished);
        Directory.Move(unfinished, target);
        Folders.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
        return (position, new DirectoryInfo(target).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));
    }

    // False when files that are needed went away before they were open, or became shorter while they were copied.
    private static bool TryCopy(string data, string target)
    {
        var open = new List<(FileStream File, long Length)>();
        try
        {
            long needed = long.MaxValue;
            foreach (string consumer in List(data, "snapshots", Directory.GetDirectories))
            {
                string[] newest = [.. Directory.GetFiles(consumer, "*.snapshot").OrderDescending(StringComparer.Ordinal).Take(2)];
                foreach (string snapshot in newest)
                    open.Add(Open(snapshot));
                needed = Math.Min(needed, newest.Length == 2 ? SnapshotFiles.PositionOf(newest[1]) : 0);
            }

            foreach (string folder in Beside)
            {
                if (!TryCopyBeside(data, target, folder))
                    return false;
            }

            List<Segment> segments = Segment.List(Path.Combine(data, "journal"));
            foreach (Segment segment in segments)
                open.Add(Open(segment.Path));
            if (segments.Count == 0 || (needed < long.MaxValue && segments[0].Position > needed))
                return false;
            foreach ((FileStream file, long length) in open)
            {
                if (!TryCopy(file, length, Path.Combine(target, Path.GetRelativePath(data, file.Name))))
                    return false;
            }

            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        finally
        {
            foreach ((FileStream file, _) in open)
                file.Dispose();
        }
    }

    private static string[] List(string data, string folder, Func<string, string[]> list) =>
        Directory.Exists(Path.Combine(data, folder)) ? list(Path.Combine(data, folder)) : [];

    private static bool TryCopyBeside(string data, string target, string folder)
    {
        foreach (string path in List(data, folder, from => Directory.GetFiles(from, "*", SearchOption.AllDirectories)))
        {
            if (path.EndsWith(".tmp", StringComparison.Ordinal))
                continue;
            try
            {
                (FileStream file, long length) = Open(path);
                using (file)
                {
                    if (!TryCopy(file, length, Path.Combine(target, Path.GetRelativePath(data, path))))
                        return false;
                }
            }
            catch (FileNotFoundException)
            {
                // A letter was settled meanwhile: the journal, which is copied later, says so.
            }
        }

        return true;
    }

    private static (FileStream File, long Length) Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return (file, file.Length);
    }

    // False when the file became shorter meanwhile.
    private static bool TryCopy(FileStream from, long length, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(from.SafeFileHandle);
        using var to = new FileStream(path, options);
        byte[] buffer = new byte[(int)Math.Clamp(length, 1, 1 << 20)];
        while (length > 0)
        {
            int read = from.Read(buffer, 0, (int)Math.Min(length, buffer.Length));
            if (read == 0)
                return false;
            to.Write(buffer, 0, read);
            length -= read;
        }

        to.Flush(flushToDisk: true);
        return true;
    }

    // Opens the copy as a system would. The position after its last record.
    private static long Verify(string copy)
    {
        var options = new JournalOptions { Folder = Path.Combine(copy, "journal"), DurableBefore = SnapshotFiles.NewestIn(Path.Combine(copy, "snapshots")) };
        using var journal = Journal.Open(options, TimeProvider.System);
        using var cursor = new JournalCursor(journal, journal.Oldest);
        for (ReadOnlyMemory<byte> records; !(records = cursor.Read()).IsEmpty;)
            cursor.Advance(records.Length);
        foreach (string consumer in List(copy, "snapshots", Directory.GetDirectories))
            new SnapshotFiles(consumer).Load(_ => { }, (path, reason) => throw new JournalException($"{path} is damaged: {reason}."), journal.Durable);
        return journal.Durable;
    }

    private static void FlushFolders(string root)
    {
        foreach (string folder in Directory.GetDirectories(root, "*", SearchOption.AllDirectories))
            Folders.Flush(folder);
        Folders.Flush(root);
    }
}
