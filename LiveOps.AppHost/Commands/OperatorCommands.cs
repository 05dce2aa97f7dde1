using System.Net.Http.Headers;

namespace LiveOps.AppHost.Commands;

/// <summary>Commands of a service in the dashboard that call it as its operator.</summary>
internal static class OperatorCommands
{
    /// <summary>Adds a command.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="operatorToken">What it is called with.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="displayName">What the dashboard calls it.</param>
    /// <param name="call">Calls the service and says what became of it. A call that is refused, or does not get there, is the command's failure.</param>
    /// <param name="options">How it shows.</param>
    public static IResourceBuilder<ProjectResource> WithOperatorCommand(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> operatorToken, string name, string displayName,
        Func<HttpClient, CancellationToken, Task<string>> call, CommandOptions options) =>
        service.WithCommand(
            name,
            displayName,
            async context =>
            {
                using var client = new HttpClient
                {
                    BaseAddress = new Uri(await service.GetEndpoint("http").GetValueAsync(context.CancellationToken) ?? ""),
                };
                client.DefaultRequestHeaders.Authorization =
                    new AuthenticationHeaderValue("Bearer", await operatorToken.Resource.GetValueAsync(context.CancellationToken));
                try
                {
                    return CommandResults.Success(await call(client, context.CancellationToken));
                }
                catch (HttpRequestException e)
                {
                    return CommandResults.Failure(e.Message);
                }
            },
            options);
}
