using System.Diagnostics;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Hosting;

/// <summary>What the programs make of what they are called with.</summary>
public sealed class Arguments_of_programs
{
    public static TheoryData<string> Programs => ["Gateway", "Fairness", "Leaderboard", "Progression", "Embedded"];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Help_and_version_answer_and_end(string program)
    {
        (int code, string output, _) = await RunAsync(program, "--version");
        Assert.Equal(0, code);
        Assert.Matches($@"^LiveOps\.{program} \d+\.\d+\.\d+", output);
        (code, output, _) = await RunAsync(program, "--help");
        Assert.Equal(0, code);
        Assert.Contains("HMAC_SECRET", output, StringComparison.Ordinal);
        Assert.Contains("--NAME=value", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_mistyped_command_or_setting_starts_no_server_and_is_named(string program)
    {
        foreach (string mistyped in new[] { "bakcup", "-v", "--LOG_LEVLE=debug", "--backup", "BUS_KIND=redis", "migrate-now" })
        {
            (int code, string output, string error) = await RunAsync(program, mistyped);
            Assert.Equal(1, code);
            Assert.Equal("", output);
            Assert.Contains(mistyped.Split('=')[0], error, StringComparison.Ordinal);
            Assert.Contains("--help says what there is.", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_service_that_runs_alone_needs_a_bus_and_says_what_runs_without(string program)
    {
        Assert.SkipWhen(program == "Embedded", "that is what does");
        (int code, _, string error) = await RunAsync(program);
        Assert.Equal((1, "BUS_KIND must be redis, servicebus or sqs for a service that runs alone; the embedded system is LiveOps.Embedded."), (code, error.TrimEnd()));
    }

    [Theory]
    [InlineData("Leaderboard", "Progression")]
    [InlineData("Progression", "Leaderboard")]
    public async Task A_command_of_one_is_no_command_of_another(string with, string other)
    {
        (int code, _, string error) = await RunAsync(with, "migrate", "migrate");
        Assert.Equal(1, code);
        Assert.Contains($"migrate is neither a command nor a setting of LiveOps.{with}", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync(other, "backup", "somewhere");
        Assert.Equal(1, code);
        Assert.Contains($"backup is neither a command nor a setting of LiveOps.{other}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--LOG_FORMAT=xml", "LOG_FORMAT must be json or text.")]
    [InlineData("--Signing__Keys__mobile__0=short", "Signing__Keys__mobile__0 is too short")]
    [InlineData("--Signing__Keys__..__0=a secret of more than thirty-two bytes", "Signing__Keys__<id>: a key's id must be")]
    [InlineData("--GATEWAY_PORT", "--GATEWAY_PORT has no value")]
    public async Task A_setting_of_the_command_line_is_in_force(string argument, string sentence)
    {
        (int code, _, string error) = await RunAsync("Embedded", argument);
        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Embedded", "--urls=http://127.0.0.1:5000", "its services listen at BIND_ADDRESS on GATEWAY_PORT")]
    [InlineData("Embedded", "--http_ports=5000", "its services listen at BIND_ADDRESS on GATEWAY_PORT")]
    [InlineData("Embedded", "--Kestrel__Endpoints__Http__Url=http://127.0.0.1:5000", "its services listen at BIND_ADDRESS on GATEWAY_PORT")]
    [InlineData("Embedded", "--Environment=Development", "it is the same in every environment")]
    [InlineData("Embedded", "--contentRoot=/", "LIVEOPS_DATA says where its data lies")]
    [InlineData("Embedded", "--applicationName=Game", "its services have their names")]
    [InlineData("Embedded", "--ASPNETCORE_URLS=http://127.0.0.1:5000", "is read from the environment alone")]
    [InlineData("Gateway", "--ASPNETCORE_HTTP_PORTS=5000", "is read from the environment alone")]
    [InlineData("Gateway", "--DOTNET_gcServer=1", "is read from the environment alone")]
    [InlineData("Gateway", "--AZURE_CLIENT_ID=someone", "is read from the environment alone")]
    public async Task A_word_of_the_framework_that_is_not_gone_by_is_refused_with_a_sentence(string program, string argument, string sentence)
    {
        (int code, string output, string error) = await RunAsync(program, argument);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(argument.Split('=')[0], error, StringComparison.Ordinal);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("Leaderboard", "mysql")]
    [InlineData("Progression", "postgres")]
    public async Task A_nightly_batch_whose_database_cannot_be_had_ends_with_a_sentence(string program, string kind)
    {
        (int code, _, string error) = await RunAsync(program, "nightly", "export", $"--DB_URL={kind}://liveops:hush@127.0.0.1:1/liveops", "--EXPORT_TO=to");
        Assert.Equal(1, code);
        Assert.Equal("The nightly work failed: sql cannot be had now.", error.TrimEnd());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var folder = new TempFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"LiveOps.{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["HMAC_SECRET"] = LiveSystem.Secret;
        using Process process = Process.Start(start)!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience.Whole);
        await process.WaitForExitAsync().WaitAsync(Patience.Whole);
        return (process.ExitCode, said[0], said[1]);
    }
}
