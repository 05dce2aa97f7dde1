namespace Aspire.Hosting.ApplicationModel;

/// <summary>Redis.</summary>
public class RedisResource(string name, ParameterResource password) : ContainerResource(name), IResourceWithConnectionString
{
    public ParameterResource? PasswordParameter { get; } = password;

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression => new("{0},password={1}", PrimaryEndpoint, PasswordParameter!);
}

/// <summary>Recorded only here: how Redis keeps what it holds.</summary>
public sealed class RedisPersistenceAnnotation(TimeSpan? interval, long keysChangedThreshold) : IResourceAnnotation
{
    public TimeSpan? Interval { get; } = interval;

    public long KeysChangedThreshold { get; } = keysChangedThreshold;
}
