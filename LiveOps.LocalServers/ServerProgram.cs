using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.LocalServers;

/// <summary>What real servers have in common: finding their programs, running them, a port.</summary>
internal static class ServerProgram
{
    private const int FirstPort = 15_000, Ports = 15_000;

    private static int _ports = Random.Shared.Next(Ports);

    /// <summary>What is thrown for a program that is not installed. Tests have themselves skipped.</summary>
    public static Func<string, Exception> Missing { get; set; } = message => new InvalidOperationException(message);

    // Debian keeps PostgreSQL's programs off the PATH; the newest version.
    private static readonly string[] OffThePath = Directory.Exists("/usr/lib/postgresql")
        ? [.. Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")), "/usr/sbin"]
        : ["/usr/sbin"];

    /// <summary>The program's path; throws what <see cref="Missing"/> says when it is not installed.</summary>
    public static string Find(string name, string package)
    {
        string[] path = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        string? found = path.Concat(OffThePath).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return found ?? throw Missing($"{name} is not installed: apt-get install {package} (./test does)");
    }

    /// <summary>
    /// A port of 127.0.0.1 that nobody listens on, given once: from below those that the system gives to connections, so that it is still free
    /// when its server is started again.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = FirstPort + Interlocked.Increment(ref _ports) % Ports;
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's: the next.
            }
        }
    }

    /// <summary>Runs a program to its end, and returns what it wrote; throws with its errors when it failed.</summary>
    /// <param name="user">Whose program it is when we are root; null for our own.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string> RunAsync(string? user, string? input, string program, params string[] arguments)
    {
        using Process process = Start(user, program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {await errors} {await output}");
    }

    /// <summary>Starts a program; its input and outputs are ours.</summary>
    public static Process Start(string? user, string program, params string[] arguments)
    {
        bool asOther = user is not null && Environment.IsPrivilegedProcess;
        // Not runuser, which stays as the program's parent: the process would be another one.
        var start = new ProcessStartInfo(asOther ? "setpriv" : program, asOther ? ["--reuid=" + user, "--regid=" + user, "--init-groups", "--", program, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        return Process.Start(start)!;
    }
}
