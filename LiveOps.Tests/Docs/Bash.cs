using System.Diagnostics;
using System.Text;

namespace LiveOps.Tests.Docs;

/// <summary>A terminal in which a reader types one command after the other: variables and functions stay.</summary>
internal sealed class Bash : IDisposable
{
    private const string End = "that was all of it";

    private readonly Process _process;

    /// <param name="folder">Where it is.</param>
    public Bash(string folder)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _process = Process.Start(new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            Environment = { ["GATEWAY"] = null, ["LIVEOPS_DATA"] = null, ["HMAC_SECRET"] = null, ["TMPDIR"] = folder },
        })!;
    }

    /// <summary>What the command prints.</summary>
    public async Task<string> TypeAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync($"{command}\nprintf '\\n%s\\n' '{End}'");
        await _process.StandardInput.FlushAsync();
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Whole) is { } line && line != End)
            output.Append(line).Append('\n');
        return output.ToString().Trim();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
