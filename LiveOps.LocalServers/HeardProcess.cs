using System.Diagnostics;
using System.Globalization;

namespace LiveOps.LocalServers;

/// <summary>A process whose lines somebody hears. It is killed when it is disposed of.</summary>
internal sealed class HeardProcess : IDisposable
{
    private readonly Process _process;

    private HeardProcess(ProcessStartInfo start, Action<string> hear)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { } text)
                hear(text);
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="settings">What its environment has besides ours; what is empty, it has not.</param>
    /// <param name="hear">Told of every line, by two threads.</param>
    public static HeardProcess Start(string[] command, IEnumerable<(string Name, string Value)> settings, Action<string> hear)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in settings)
        {
            if (value.Length > 0)
                start.Environment[name] = value;
            else
                start.Environment.Remove(name);
        }

        return new HeardProcess(start, hear);
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it is still there.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Sends it a signal.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary><c>kill -9</c>: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (IsRunning)
            _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for its end, and for the last line; the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Whole);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
