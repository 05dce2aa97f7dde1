using System.Collections.Concurrent;
using System.Globalization;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>What EKS gives a pod (IRSA): a role, and a token of who the pod is, which a service exchanges for keys to sign with. In a process of its own: it is read from the environment.</summary>
public sealed class The_identity_of_a_pod
{
    private const string Role = "arn:aws:iam::123456789012:role/liveops", Token = "who.the.pod-is";

    private readonly ConcurrentQueue<string> _exchanged = new(), _shown = new();

    [Fact]
    public async Task Is_exchanged_for_keys_that_requests_are_signed_with()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("token"), Token, TestContext.Current.CancellationToken);
        await using RedisServer redis = await RedisServer.StartAsync();
        await using WebApplication aws = await StartAsync();
        using var service = new ServiceProcess("fairness", new Dictionary<string, string>
        {
            ["CLOUD"] = "aws",
            ["SECRETS_DIR"] = folder.Path,
            ["REDIS_URL"] = redis.Url,
            ["HMAC_SECRET"] = LiveSystem.Secret,
            ["RECEIPT_SECRET"] = LiveSystem.Secret,
            ["VERDICTS_PORT"] = ServerProgram.FreePort().ToString(CultureInfo.InvariantCulture),
            ["AWS_REGION"] = "ap-northeast-2",
            ["AWS_ROLE_ARN"] = Role,
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder.File("token"),
            ["AWS_ENDPOINT_URL_STS"] = aws.Urls.First(),
            ["AWS_ENDPOINT_URL_SQS"] = aws.Urls.First(),
        });
        service.Start();
        await Until.TrueAsync(() => !_shown.IsEmpty, () => service.Output);
        Assert.True(_shown.TryPeek(out string? shown));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=ASIAOFAPOD/", shown, StringComparison.Ordinal);
        Assert.Contains("/ap-northeast-2/sqs/aws4_request", shown, StringComparison.Ordinal);
        Assert.EndsWith(" of-a-session", shown, StringComparison.Ordinal);
        Assert.True(_exchanged.TryPeek(out string? exchanged));
        Assert.Equal($"AssumeRoleWithWebIdentity {Role} {Token}", exchanged);
    }

    // Both of AWS's services: the one that exchanges takes forms, the other JSON.
    private async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Run(context => context.Request.HasFormContentType ? ExchangeAsync(context) : RefuseAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        _exchanged.Enqueue($"{form["Action"]} {form["RoleArn"]} {form["WebIdentityToken"]}");
        string until = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync($"""
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>ASIAOFAPOD</AccessKeyId><SecretAccessKey>a-key</SecretAccessKey><SessionToken>of-a-session</SessionToken><Expiration>{until}</Expiration>
            </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
            """);
    }

    private async Task RefuseAsync(HttpContext context)
    {
        _shown.Enqueue($"{context.Request.Headers.Authorization} {context.Request.Headers["X-Amz-Security-Token"]}");
        context.Response.StatusCode = 400;
        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.WriteAsync("""{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}""");
    }
}
