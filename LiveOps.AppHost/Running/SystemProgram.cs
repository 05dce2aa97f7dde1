using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.AppHost.Running;

/// <summary>
/// Runs the system so that whoever typed the command learns there what became of it: one sentence and an exit code that is not 0 when it could
/// not start or not be published, where to send a first event when it is ready, and 0 when it was told to stop.
/// </summary>
internal static class SystemProgram
{
    /// <summary>Describes the system and runs it.</summary>
    /// <param name="args">Settings as <c>--NAME=value</c>, and what Aspire knows.</param>
    /// <param name="describe">Adds its resources.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Action<IDistributedApplicationBuilder> describe)
    {
        if (AppHostArguments.Answer(args) is { } answer)
        {
            await Console.Out.WriteLineAsync(answer);
            return 0;
        }

        SystemWatch? watch = null;
        PublishOutcome? publishing = null;
        try
        {
            AppHostArguments.Check(args);
            IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(PublishOutcome.WithoutMemory(args));
            describe(builder);
            if (builder.ExecutionContext.IsPublishMode)
                publishing = await PublishOutcome.WatchAsync(builder);
            if (builder.ExecutionContext.IsRunMode)
            {
                Dashboard.Require();
                // Else the command ends before its services do, and they with it.
                builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
                builder.Configuration["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None"; // why a start failed is ours to say
                builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error"; // keys of the dashboard's cookies
                builder.Services.AddSingleton<ProcessLog>();
                builder.Services.AddSingleton<SystemWatch>();
                builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
                {
                    watch = start.Services.GetRequiredService<SystemWatch>();
                    watch.Start();
                    return Task.CompletedTask;
                });
            }

            await using DistributedApplication application = builder.Build();
            await application.RunAsync();
            if (publishing is null)
                return watch?.ExitCode ?? 0;
            await publishing.TellAsync();
            return publishing.ExitCode;
        }
        catch (OperationCanceledException) when (watch is { ExitCode: not 0 })
        {
            return watch.ExitCode; // it was stopped before all of it had started
        }
        catch (Exception e) when ((e as StartException ?? e.InnerException as StartException) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason.Message);
            return 1;
        }
    }
}
