using System.Runtime.InteropServices;
using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Embedded;

/// <summary>The embedded system as a program: starts it, says how to use it, and stops it on Ctrl-C or SIGTERM.</summary>
public static class EmbeddedProgram
{
    private const string Listeners = "its services listen at BIND_ADDRESS on GATEWAY_PORT, FAIRNESS_PORT, LEADERBOARD_PORT, PROGRESSION_PORT and CONSOLE_PORT";

    private static readonly Dictionary<string, string> NotGoneBy = new(StringComparer.OrdinalIgnoreCase)
    {
        ["urls"] = Listeners,
        ["http_ports"] = Listeners,
        ["Kestrel"] = Listeners,
        ["environment"] = "it is the same in every environment",
        ["contentRoot"] = "LIVEOPS_DATA says where its data lies, POLICY_DIR where its policies do",
        ["applicationName"] = "its services have their names",
    };

    /// <summary>Runs until it is told to stop; or takes a backup.</summary>
    /// <param name="args">
    /// <c>backup &lt;folder&gt;</c>, or nothing; then settings as <c>--NAME=value</c>, which go before the environment.
    /// </param>
    /// <returns>The exit code: 0, or 1 when it could not start or copy, with a sentence that says why.</returns>
    public static Task<int> RunAsync(string[] args) =>
        ServiceProgram.RunAsync(
            args,
            new ProgramUsage("the whole of LiveOps in one process, on a journal.", BackupCommand.Command) { Refused = NotGoneBy },
            call => call.Command == BackupCommand.Command.Name ? BackupCommand.RunAsync(call) : RunSystemAsync(call.Settings));

    private static async Task RunSystemAsync(string[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using EmbeddedSystem system = await EmbeddedSystem.StartAsync(configuration, TimeProvider.System);
            var banner = new Banner(system, configuration);
            banner.Ready();
            await stop.Task;
            banner.Stopping();
        }
        catch (JournalException e)
        {
            throw new SettingException(e.Message, e);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
