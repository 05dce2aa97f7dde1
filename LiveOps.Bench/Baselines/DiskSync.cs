using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace LiveOps.Bench.Baselines;

/// <summary>How often a file can be appended to and forced to the disk, with the calls that the journal makes.</summary>
internal sealed class DiskSync : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"liveops-bench-{Guid.NewGuid():n}");
    private readonly SafeFileHandle _file;
    private long _end;

    public DiskSync() => _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write);

    /// <summary>Appends a second.</summary>
    public double PerSecond(int bytes, TimeSpan duration)
    {
        byte[] data = new byte[bytes];
        new Random(4).NextBytes(data);
        long start = Stopwatch.GetTimestamp();
        int appends = 0;
        for (; Stopwatch.GetElapsedTime(start) < duration; appends++)
        {
            RandomAccess.Write(_file, data, _end);
            RandomAccess.FlushToDisk(_file);
            _end += bytes;
        }

        return appends / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
