using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>Runs a service's program so that a bad setting ends it with one sentence and exit code 1, not with a stack trace.</summary>
public static class ServiceProgram
{
    /// <summary>Runs it; the exit code.</summary>
    public static async Task<int> RunAsync(Func<Task> program)
    {
        try
        {
            await program();
            return 0;
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
