using System.Diagnostics;
using System.IO.Compression;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Cli;

/// <summary>What <c>dotnet pack</c> makes of the tool, installed from a folder on a feed of its own.</summary>
public sealed class The_tool_installs_and_runs
{
    [Fact]
    public async Task It_is_a_tool_package_that_needs_no_other_and_its_command_is_liveops()
    {
        using var folder = new TempFolder();
        await RunAsync("dotnet", "pack", "LiveOps.Cli/LiveOps.Cli.csproj", "-c", "Debug", "-o", folder.File("feed"), "-nologo", "-v", "quiet");
        string package = Assert.Single(Directory.GetFiles(folder.File("feed"), "LiveOps.Cli.*.nupkg"));
        using (ZipArchive zip = await ZipFile.OpenReadAsync(package))
        {
            Assert.Contains(zip.Entries, entry => entry.FullName.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
            using var nuspec = new StreamReader(zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            Assert.DoesNotContain("<dependency ", await nuspec.ReadToEndAsync(), StringComparison.Ordinal);
        }

        File.WriteAllText(folder.File("nuget.config"), """<configuration><packageSources><clear /><add key="feed" value="feed" /></packageSources></configuration>""");
        string version = Path.GetFileNameWithoutExtension(package)["LiveOps.Cli.".Length..];
        await RunAsync("dotnet", "tool", "install", "LiveOps.Cli", "--version", version, "--tool-path", folder.File("tools"), "--configfile", folder.File("nuget.config"), "--no-cache");

        Assert.StartsWith(version, (await RunAsync(folder.File("tools/liveops"), "--version")).Trim(), StringComparison.Ordinal);
        Assert.Contains("liveops doctor", await RunAsync(folder.File("tools/liveops"), "doctor", "--help"), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // The tool's own starter looks for a runtime; ours lies three folders above its library.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // or it would wait for a node that stays
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        string said = await errors + await output;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
