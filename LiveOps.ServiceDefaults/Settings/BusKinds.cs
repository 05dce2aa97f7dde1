using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Settings;

/// <summary>Reads <c>BUS_KIND</c>, and <c>CLOUD</c>, which stands in for it.</summary>
public static class BusKinds
{
    /// <summary>The configured kind: <c>BUS_KIND</c>, else that of <c>CLOUD</c>, else embedded.</summary>
    /// <exception cref="SettingException">It is none of the four, or of the other cloud.</exception>
    public static BusKind GetBusKind(this IConfiguration configuration)
    {
        CloudKind cloud = configuration.GetCloud();
        BusKind? named = configuration["BUS_KIND"]?.ToLowerInvariant() switch
        {
            null or "" => null,
            "embedded" => BusKind.Embedded,
            "redis" => BusKind.Redis,
            "servicebus" => BusKind.ServiceBus,
            "sqs" => BusKind.Sqs,
            _ => throw new SettingException("BUS_KIND must be embedded, redis, servicebus or sqs."),
        };
        return (cloud, named) switch
        {
            (CloudKind.Azure, BusKind.Sqs) => throw new SettingException("BUS_KIND=sqs contradicts CLOUD=azure: SQS is Amazon's. Set BUS_KIND to servicebus or redis, or leave it out; or set CLOUD to aws."),
            (CloudKind.Aws, BusKind.ServiceBus) => throw new SettingException("BUS_KIND=servicebus contradicts CLOUD=aws: Service Bus is Azure's. Set BUS_KIND to sqs or redis, or leave it out; or set CLOUD to azure."),
            (_, { } kind) => kind,
            (CloudKind.Azure, null) => BusKind.ServiceBus,
            (CloudKind.Aws, null) => BusKind.Sqs,
            _ => BusKind.Embedded,
        };
    }

    /// <summary>The cloud that is named.</summary>
    /// <exception cref="SettingException">It is neither.</exception>
    public static CloudKind GetCloud(this IConfiguration configuration) => configuration["CLOUD"]?.ToLowerInvariant() switch
    {
        null or "" => CloudKind.None,
        "azure" => CloudKind.Azure,
        "aws" => CloudKind.Aws,
        _ => throw new SettingException("CLOUD must be azure or aws, or absent."),
    };
}
