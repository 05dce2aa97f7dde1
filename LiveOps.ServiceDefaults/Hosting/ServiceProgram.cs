using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Connections;

namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>
/// Runs a service's program so that a bad setting, or what a sentence says all about, ends it with one sentence and exit code 1, not with a stack trace, and that what
/// else ends it is written without secrets.
/// </summary>
public static class ServiceProgram
{
    /// <summary>Answers <c>--help</c> and <c>--version</c>, or reads the arguments and runs it; the exit code.</summary>
    /// <param name="args">What it was called with.</param>
    /// <param name="usage">What it is for.</param>
    /// <param name="program">The program.</param>
    public static async Task<int> RunAsync(string[] args, ProgramUsage usage, Func<ProgramCall, Task> program)
    {
        AppDomain.CurrentDomain.UnhandledException += End;
        try
        {
            if (ProgramArguments.IsQuestion(args, usage, out string? answer))
                await Console.Out.WriteLineAsync(answer);
            else
                await program(ProgramArguments.Read(args, usage));
            return 0;
        }
        catch (Exception e) when (e is SettingException or ProgramFailedException)
        {
            await Console.Error.WriteLineAsync(Redaction.Redact(e.Message));
            return 1;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} ASPNETCORE_URLS sets another.");
            return 1;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(Redaction.Redact(e.ToString()));
            return 1;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= End;
        }
    }

    // The runtime would write the exception as it is, and then abort.
    private static void End(object sender, UnhandledExceptionEventArgs e)
    {
        Console.Error.WriteLine(Redaction.Redact($"Unhandled exception. {e.ExceptionObject}"));
        Environment.Exit(1);
    }
}
