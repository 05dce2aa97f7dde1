using LiveOps.Tests.Harness;

namespace LiveOps.Tests.AppHost;

/// <summary>That reading it finds what is wrong: the publisher's own output is not always there to be read.</summary>
public sealed class The_published_chart_is_read : IDisposable
{
    private const string Deployment = """
        ---
        apiVersion: "apps/v1"
        spec:
          template:
            spec:
              containers:
                - image: "{{ .Values.parameters.fairness.fairness_image }}"
                  ports:
                    - name: "http"
                      protocol: "TCP"
                      containerPort: {{ .Values.parameters.fairness.port_http | int }}
                    - name: "verdicts"
                      protocol: "TCP"
                      containerPort: 8091
                  livenessProbe:
                    httpGet:
                      scheme: "HTTP"
                      path: "/healthz"
                      port: "http"
                  readinessProbe:
                    httpGet:
                      scheme: "HTTP"
                      path: "/readyz"
                      port: "http"
                  startupProbe:
                    httpGet:
                      scheme: "HTTP"
                      path: "/healthz"
                      port: "http"
        """;

    private const string Service = """
        spec:
          ports:
            - name: "http"
              port: {{ .Values.parameters.fairness.port_http | int }}
            - name: "verdicts"
              port: 8091
        """;

    private const string Config = """
        data:
          BUS_KIND: "{{ .Values.config.fairness.BUS_KIND }}"
          ConnectionStrings__servicebus: "{{ .Values.config.fairness.ConnectionStrings__servicebus }}"
          POLICY_DIR: "{{ .Values.config.fairness.POLICY_DIR }}"
          VERDICTS_PORT: "8091"
        """;

    private const string Vault = """
        spec:
          parameters:
            objects: "array:\n  - |\n    objectName: ConnectionStrings--redis\n    objectType: secret\n    objectAlias: ConnectionStrings__redis\n  - |\n    objectName: OPERATOR-TOKEN\n    objectType: secret\n    objectAlias: OPERATOR_TOKEN\n"
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_one_lacks_nothing() => Assert.Empty(await LacksAsync());

    [Fact]
    public async Task What_is_missing_is_named() => Assert.Equal(
        [
            "config.yaml does not set VERDICTS_PORT",
            "config.yaml holds OPERATOR_TOKEN, which is secret",
            "keyvault-v1.yaml does not mount OPERATOR_TOKEN",
            "port verdicts is not in both service.yaml and deployment.yaml",
            "readinessProbe does not ask /readyz with the scheme HTTP",
        ],
        await LacksAsync(
            deployment: Deployment.Replace("/readyz", "/healthz", StringComparison.Ordinal),
            service: Service.Replace("verdicts", "other", StringComparison.Ordinal),
            config: Config.Replace("VERDICTS_PORT", "OPERATOR_TOKEN", StringComparison.Ordinal),
            vault: Vault.Replace("objectAlias: OPERATOR_TOKEN", "objectAlias: OPERATOR", StringComparison.Ordinal)));

    [Fact]
    public async Task A_scheme_that_the_API_server_refuses_is_named() => Assert.Equal(
        3, (await LacksAsync(deployment: Deployment.Replace("\"HTTP\"", "\"http\"", StringComparison.Ordinal))).Count);

    private async Task<IReadOnlyList<string>> LacksAsync(string deployment = Deployment, string service = Service, string config = Config, string vault = Vault)
    {
        foreach ((string file, string text) in new[] { ("deployment", deployment), ("service", service), ("config", config), ("keyvault-v1", vault) })
            await File.WriteAllTextAsync(_folder.File(file + ".yaml"), text, TestContext.Current.CancellationToken);
        return [.. PublishedService.Lacks(_folder.Path, await What_services_need.NeedsAsync("fairness"))];
    }
}
