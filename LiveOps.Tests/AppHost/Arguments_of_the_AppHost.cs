using LiveOps.AppHost.Running;

namespace LiveOps.Tests.AppHost;

/// <summary>What the AppHost may be called with, whatever it is to do.</summary>
public sealed class Arguments_of_the_AppHost
{
    [Theory]
    [InlineData("--nope=1")]
    [InlineData("--LIVEOPS_SYTEM=cluster")]
    [InlineData("--output-pth", "somewhere")]
    [InlineData("--=1")]
    [InlineData("--Signing__Keys__mobile=secret")]
    public void One_that_nobody_knows_is_named(params string[] args)
    {
        StartException refused = Assert.Throws<StartException>(() => AppHostArguments.Check(args));
        Assert.StartsWith(args[0].Split('=')[0] + " is no setting", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--operation", "publish", "--step", "publish", "--output-path", "aspire-manifest")]
    [InlineData("--LIVEOPS_SYSTEM=cluster", "--CONTAINERS=off", "--MYSQL_PORT=0", "--gateway_port", "0")]
    [InlineData("--Signing__Keys__mobile__0=secret", "--Signing:Keys:mobile:1=secret", "--LOG_LEVEL=Debug")]
    [InlineData("--Parameters:exports=https://account.blob.core.windows.net/exports", "--environment", "Production", "--log-level", "debug", "--clear-cache", "true")]
    [InlineData("--DcpPublisher:RandomizePorts=true", "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true")]
    public void Settings_of_LiveOps_and_of_Aspire_are_taken(params string[] args) => AppHostArguments.Check(args);
}
