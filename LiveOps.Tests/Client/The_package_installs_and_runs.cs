using System.Diagnostics;
using System.IO.Compression;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Client;

/// <summary>What <c>dotnet pack</c> makes, taken from a folder by a project that knows nothing else of ours.</summary>
public sealed class The_package_installs_and_runs
{
    [Fact]
    public async Task It_has_both_targets_and_no_dependency_and_a_game_runs_with_it()
    {
        using var folder = new TempFolder();
        await RunAsync(Repository.Root, "pack", "LiveOps.Client/LiveOps.Client.csproj", "-c", "Debug", "-o", folder.File("feed"), "-nologo", "-v", "quiet");
        string package = Assert.Single(Directory.GetFiles(folder.File("feed"), "*.nupkg"));
        using (ZipArchive zip = await ZipFile.OpenReadAsync(package))
        {
            Assert.Superset(new HashSet<string> { "lib/net10.0/LiveOps.Client.dll", "lib/netstandard2.1/LiveOps.Client.dll", "lib/net10.0/LiveOps.Client.xml" }, zip.Entries.Select(entry => entry.FullName).ToHashSet());
            using var nuspec = new StreamReader(zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            Assert.DoesNotContain("<dependency ", await nuspec.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Directory.CreateDirectory(folder.File("game"));
        File.WriteAllText(folder.File("game/nuget.config"), """<configuration><packageSources><clear /><add key="feed" value="../feed" /></packageSources></configuration>""");
        File.WriteAllText(folder.File("game/game.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>packages</RestorePackagesPath></PropertyGroup>
              <ItemGroup><PackageReference Include="LiveOps.Client" Version="{Path.GetFileNameWithoutExtension(package)["LiveOps.Client.".Length..]}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(folder.File("game/Program.cs"), """
            using LiveOps.Client;
            using LiveOps.Client.Events;
            using LiveOps.Client.Outboxes;
            using var client = new LiveOpsClient(new LiveOpsOptions { Outbox = new OutboxOptions { Folder = "outbox" } });
            System.Console.WriteLine($"{client.Add(GameEvent.Score("ada", "arena", 1))} {client.Status.Outbox.Waiting}");
            """);

        Assert.Equal("Kept 1", (await RunAsync(folder.File("game"), "run")).Trim().Split('\n')[^1]);
    }

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // or it would wait for a node that stays
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        string said = await errors + await output;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
