using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.Bench.Servers;

/// <summary>Programs of the machine: finding, running, a port for them.</summary>
internal static class LocalProgram
{
    // Debian keeps PostgreSQL's programs off the PATH; the newest version.
    private static readonly string[] Folders = Directory.Exists("/usr/lib/postgresql")
        ? [.. Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))]
        : [];

    /// <summary>A port of 127.0.0.1 that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a program.</summary>
    /// <param name="user">Whose program it is when we are root; null for our own.</param>
    /// <param name="program">Its name.</param>
    /// <param name="environment">Added to ours.</param>
    /// <param name="written">Told of each line that it writes.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string? user, string program, IEnumerable<KeyValuePair<string, string>> environment, Action<string>? written, params string[] arguments)
    {
        Process process = Start(StartInfo(user, program, environment, arguments));
        DataReceivedEventHandler tell = (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                written?.Invoke(text);
        };
        process.OutputDataReceived += tell;
        process.ErrorDataReceived += tell;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a program to its end; what it wrote. Throws with its errors when it failed.</summary>
    public static string Run(string? user, string program, params string[] arguments) => Run(user, program, [], arguments);

    /// <summary>The same, with an environment.</summary>
    public static string Run(string? user, string program, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        using Process process = Start(StartInfo(user, program, environment, arguments));
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()} {output}");
    }

    private static ProcessStartInfo StartInfo(string? user, string program, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        string path = Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? program;
        bool asOther = user is not null && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(asOther ? "runuser" : path, asOther ? ["-u", user!, "--", path, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{start.FileName} is not installed: apt-get install wrk redis-server redis-tools mariadb-server postgresql");
        }
    }
}
