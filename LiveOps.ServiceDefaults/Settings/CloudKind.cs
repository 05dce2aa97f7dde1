namespace LiveOps.ServiceDefaults.Settings;

/// <summary>Whose cloud a cluster runs in: <c>CLOUD</c>. It chooses what events travel on and where secrets come from, where nothing else says so.</summary>
public enum CloudKind
{
    /// <summary>Nobody's, or none that is named.</summary>
    None,

    /// <summary><c>azure</c>: Service Bus, and secrets from Key Vault.</summary>
    Azure,

    /// <summary><c>aws</c>: SQS, and secrets from mounted files.</summary>
    Aws,
}
