#!/usr/bin/env bash
# Microsoft.Extensions.Configuration.Json and Microsoft.Extensions.Options.DataAnnotations 11.0.0, with Microsoft.Extensions.Hosting 11.0.0
#
# Expected: reloadOnChange is "whether the configuration should be reloaded if the file changes", optional "whether the file is optional" (AddJsonFile's documentation). A file that is not optional and cannot be read is an error
#           that nobody can miss: where no handler is set, "exceptions from background reloads will propagate unhandled on the thread pool" (OnLoadException's). The settings that the process runs with stay until there are
#           others, as with Prometheus: "If the new configuration is not well-formed, the changes will not be applied". Values that the validation refuses do not take away those in use.
# Seen:     a file that is broken for a moment (half written, a comma too many) empties all its keys: IConfiguration says null for each, and whoever binds then has the defaults. Options that were bound stay, until anything
#           else of the configuration reloads: then they are the defaults as well, and valid. A file that is removed is "optional" once the process runs, whatever was said: every setting is its default at once, OnChange says
#           so. Values that the validation refuses are an exception at each read of IOptionsMonitor.CurrentValue until they are mended, and OnChange is not called. Nothing is logged, and nothing ends, in any of the cases.
# So:       files that are replaced by renaming; SetFileLoadExceptionHandler to hear of it (whatever its Ignore says, the keys are empty); [Required] or required ranges on whatever has no safe default,
#           so that an emptied file is refused; and a copy of the last options that were valid, taken in OnChange, for those who read. (Of the exception dotnet/runtime 44381 tells, open.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="[11.0.0]" />
    <PackageReference Include="Microsoft.Extensions.Options.DataAnnotations" Version="[11.0.0]" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

string file = Path.GetFullPath("limits.json"), other = Path.GetFullPath("other.json");
await File.WriteAllTextAsync(other, "{}");
await WriteAsync("""{ "Limits": { "PerMinute": 50 } }""");
HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
var log = new Logged();
builder.Logging.AddProvider(log);
builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: true).AddJsonFile(other, optional: false, reloadOnChange: true);
builder.Services.AddOptions<Limits>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();
using IHost host = builder.Build();
await host.StartAsync();
int atStart = log.Lines;
var monitor = host.Services.GetRequiredService<IOptionsMonitor<Limits>>();
IConfiguration configuration = host.Services.GetRequiredService<IConfiguration>();
int changes = 0;
monitor.OnChange(_ => changes++);

await SeeAsync("at first", () => Task.CompletedTask);
await SeeAsync("broken", () => WriteAsync("""{ "Limits": { "PerMinute": 60 },, }"""));
await SeeAsync("still broken, another file changes", () => File.WriteAllTextAsync(other, """{ "Other": 1 }"""));
await SeeAsync("mended", () => WriteAsync("""{ "Limits": { "PerMinute": 60 } }"""));
await SeeAsync("out of its range", () => WriteAsync("""{ "Limits": { "PerMinute": 5000 } }"""));
await SeeAsync("mended", () => WriteAsync("""{ "Limits": { "PerMinute": 70 } }"""));
await SeeAsync("removed", () => { File.Delete(file); return Task.CompletedTask; });
Console.WriteLine($"logged: {log.Lines - atStart}");

async Task SeeAsync(string what, Func<Task> change)
{
    changes = 0;
    await change();
    await Task.Delay(1500); // a change is read after some 250 ms
    string options;
    try
    {
        options = monitor.CurrentValue.PerMinute.ToString();
    }
    catch (OptionsValidationException)
    {
        options = "an exception";
    }

    Console.WriteLine($"{what}: configuration {configuration["Limits:PerMinute"] ?? "null"}, options {options}, told {(changes > 0 ? "yes" : "no")}");
}

Task WriteAsync(string text) => File.WriteAllTextAsync(file, text);

internal sealed class Limits
{
    [Range(1, 1000)]
    public int PerMinute { get; set; } = 1000; // as good as none
}

internal sealed class Logged : ILoggerProvider, ILogger
{
    public int Lines { get; private set; }

    public ILogger CreateLogger(string category) => this;

    public IDisposable BeginScope<T>(T state) => null;

    public bool IsEnabled(LogLevel level) => true;

    public void Log<T>(LogLevel level, EventId id, T state, Exception exception, Func<T, Exception, string> text) => Lines++;

    public void Dispose()
    {
    }
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 8)
echo "$seen"
[ "$seen" = "at first: configuration 50, options 50, told no
broken: configuration null, options 50, told no
still broken, another file changes: configuration null, options 1000, told yes
mended: configuration 60, options 60, told yes
out of its range: configuration 5000, options an exception, told no
mended: configuration 70, options 70, told yes
removed: configuration null, options 1000, told yes
logged: 0" ]
