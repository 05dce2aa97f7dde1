using Aspire.Hosting.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.AppHost.Running;

/// <summary>
/// What became of publishing. Aspire itself ends with 0 when a step has failed, and for a value that it does not have it waits for somebody to type it:
/// <list type="number">
/// <item>secrets are not published, so no value of theirs is asked for, or read;</item>
/// <item>any other parameter must have a value before anything begins;</item>
/// <item>what did not come to its end has failed, and says why in a sentence.</item>
/// </list>
/// </summary>
internal sealed class PublishOutcome
{
    private const string Unread = "in the vault";

    // What they tell is told by us, or is of no use to whoever typed the command.
    private static readonly (string Category, LogLevel From)[] Quiet =
    [
        ("Aspire.Hosting.Publishing.PipelineExecutor", LogLevel.None),
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None),
        ("Aspire.Hosting.Pipelines.Internal.FileDeploymentStateManager", LogLevel.Warning),
        ("Aspire.Hosting.ParameterProcessor", LogLevel.Warning),
    ];

    private readonly PublishFailure _failure;
    private bool _ended;

    private PublishOutcome(PublishFailure failure) => _failure = failure;

    /// <summary>What the program ends with.</summary>
    public int ExitCode => _ended ? 0 : 1;

    /// <summary>Arguments that keep what earlier runs on this machine were given from being read, and what this one is given from being kept.</summary>
    public static string[] WithoutMemory(string[] args) => [.. args, "--clear-cache", "true"];

    /// <summary>Watches a publishing that is about to be built.</summary>
    /// <exception cref="StartException">A parameter has no value.</exception>
    public static async Task<PublishOutcome> WatchAsync(IDistributedApplicationBuilder builder)
    {
        foreach (ParameterResource parameter in builder.Resources.OfType<ParameterResource>())
        {
            if (parameter.Secret)
                builder.Configuration[(parameter.IsConnectionString ? "ConnectionStrings:" : "Parameters:") + parameter.Name] = Unread;
            else
                await RequireAsync(parameter);
        }

        var failure = new PublishFailure();
        var outcome = new PublishOutcome(failure);
        builder.Eventing.Subscribe<AfterPublishEvent>((_, _) =>
        {
            outcome._ended = true;
            return Task.CompletedTask;
        });
        builder.Services.AddLogging(logging => logging.AddProvider(failure));
        foreach ((string category, LogLevel from) in Quiet)
            builder.Configuration[$"Logging:Console:LogLevel:{category}"] = $"{from}";
        return outcome;
    }

    /// <summary>Tells whoever typed the command, when it failed.</summary>
    public async Task TellAsync()
    {
        if (!_ended)
            await Console.Error.WriteLineAsync(_failure.Reason ?? "Nothing was published: it was stopped.");
    }

    private static async Task RequireAsync(ParameterResource parameter)
    {
        try
        {
            await parameter.GetValueAsync(default);
        }
        catch (MissingParameterValueException e)
        {
            throw new StartException($"The parameter {parameter.Name} has no value: set Parameters__{parameter.Name.Replace('-', '_')}, or give it a default in the model.", e);
        }
    }
}
