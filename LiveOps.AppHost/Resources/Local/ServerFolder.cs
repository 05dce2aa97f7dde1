using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Resources.Local;

/// <summary>
/// Where a server of this machine keeps its data. Database servers do not run as root: then they have a user of their own, whose the folder is,
/// and where that user cannot reach the system's data folder another stands in for it.
/// </summary>
internal sealed class ServerFolder
{
    private const string Command = "setpriv"; // it becomes what it starts, and no process stands between

    private readonly string? _user;

    private ServerFolder(string path, string? user)
    {
        Path = path;
        _user = user;
    }

    public string Path { get; }

    /// <summary>Makes a folder for a server.</summary>
    /// <param name="data">The system's.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="user">Its user, where the system is run by root.</param>
    /// <exception cref="StartException">There is none that it could write.</exception>
    public static ServerFolder Prepare(DataFolder data, string name, string user)
    {
        string path = data.Folder(name);
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return new ServerFolder(path, null);
        var folder = new ServerFolder(path, user);
        if (folder.IsTheUsers())
            return folder;
        string stand = "/var/tmp/liveops-cluster-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
        Directory.CreateDirectory(stand);
        folder = new ServerFolder(stand, user);
        return folder.IsTheUsers() ? folder : throw new StartException($"The user {user}, whom {name} runs as, cannot write {path}, nor {stand}.");
    }

    /// <summary>The program and arguments that run a shell script as the folder's owner.</summary>
    public string[] Shell(string script, params string[] arguments) =>
        [.. _user is null ? [] : (string[])[Command, "--reuid", _user, "--regid", _user, "--clear-groups"], "/bin/sh", "-ec", script, .. arguments];

    /// <summary>Writes a file that only the owner may read.</summary>
    public string Write(string name, string contents)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(path, options))
            file.Write(contents);
        if (_user is not null)
            Runs("chown", _user, path);
        return path;
    }

    private bool IsTheUsers() => Runs("chown", _user!, Path) && Shell("test -w \"$0\"", Path) is [var program, .. var arguments] && Runs(program, arguments);

    private bool Runs(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, WorkingDirectory = Path })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
