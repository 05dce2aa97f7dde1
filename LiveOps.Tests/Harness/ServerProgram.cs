using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.Tests.Harness;

/// <summary>What the real servers of tests have in common: finding their programs, running them, a port.</summary>
internal static class ServerProgram
{
    /// <summary>The program's path; skips the test when it is not installed.</summary>
    public static string Find(string name, string package, params string[] folders)
    {
        string[] path = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        string? found = folders.Concat(path).Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Skip($"{name} is not installed: apt-get install {package} (./test does)");
        return found;
    }

    /// <summary>A port of 127.0.0.1 that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
        var start = new ProcessStartInfo(asOther ? "runuser" : program, asOther ? ["-u", user!, "--", program, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        return Process.Start(start)!;
    }
}
