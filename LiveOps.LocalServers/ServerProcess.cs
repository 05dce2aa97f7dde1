using System.Diagnostics;
using System.Globalization;

namespace LiveOps.LocalServers;

/// <summary>
/// A server that ends when whoever started it ends, however that does: it runs beside a shell that reads from us, and kills it when there is nothing
/// more to read. So <c>kill -9</c> of a test run, or Ctrl-C, leaves no server running and no folder behind.
/// </summary>
internal sealed class ServerProcess
{
    // The server takes the shell's own place, so its process is the one we started. Ctrl-C at a terminal goes to all of them: the guard lets it pass.
    private const string Guard = """
        exec 3<&0
        {
            trap '' INT HUP
            word=; read -r word <&3
            kill -"$1" $$ 2>/dev/null
            [ "$word" = keep ] && exit
            for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 $$ 2>/dev/null && sleep 0.5; done
            rm -rf "$2"
        } >/dev/null 2>&1 &
        exec 3<&-
        shift 2
        exec "$@" </dev/null >>"$0" 2>&1
        """;

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Whether it ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="user">Whose it is when we are root, who some servers refuse; null for our own.</param>
    /// <param name="signal">What kills it without its saying goodbye to anybody.</param>
    /// <param name="folder">Its own; it goes with a run that ends without ending its servers.</param>
    /// <param name="log">A file for what it says.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ServerProcess Start(string? user, string signal, TempFolder folder, string log, string program, params string[] arguments) =>
        new(ServerProgram.Start(user, "/bin/sh", ["-c", Guard, log, signal, folder.Path, program, .. arguments]));

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Lets go of it, and waits for nothing: what the system does when our process is gone. It is killed, and its folder deleted.</summary>
    public void Abandon() => _process.StandardInput.Close();

    /// <summary>Sends it a signal.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Kills it; answers when it is gone. Its folder stays.</summary>
    public async Task KillAsync()
    {
        await _process.StandardInput.WriteLineAsync("keep");
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience.Whole);
        _process.Dispose();
    }

    /// <summary>Asks it to end by a signal; answers when it has. Its folder stays.</summary>
    public async Task EndAsync(string signal)
    {
        if (!HasExited)
            Signal(signal);
        await _process.WaitForExitAsync().WaitAsync(Patience.Whole);
        await KillAsync(); // its guard
    }
}
