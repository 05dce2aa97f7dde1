using System.Text.Json.Nodes;

namespace LiveOps.Tests.AppHost.Recorded;

public class The_charts_migrations
{
    private const string Pod = "spec.template.spec.";

    public static TheoryData<string> Steps => ["leaderboard-migration", "progression-migration"];

    [Theory, MemberData(nameof(Steps))]
    public async Task Are_jobs_that_run_before_anything_is_installed_or_upgraded(string step)
    {
        IReadOnlyList<JsonObject> objects = await Written.ServiceAsync(step);

        Assert.Equal(["ConfigMap", "Job", "NetworkPolicy", "SecretProviderClass", "ServiceAccount"], objects.Select(KindOf).Order());
        Assert.All(objects, o => Assert.Equal("pre-install,pre-upgrade", Annotation(o, "helm.sh/hook")));
        Assert.All(objects, o => Assert.Equal("before-hook-creation", Annotation(o, "helm.sh/hook-delete-policy")));

        // What the job needs is there before it.
        Assert.All(objects, o => Assert.Equal(KindOf(o) == "Job" ? "0" : "-5", Annotation(o, "helm.sh/hook-weight")));
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task Migrate_and_end_and_are_tried_again_a_few_times(string step)
    {
        JsonObject job = await Written.OneAsync(step, "Job");

        Assert.Equal("batch/v1", job["apiVersion"]!.GetValue<string>());
        Assert.Equal("""["migrate"]""", job.At(Pod + "containers.0.args")!.ToJsonString());
        Assert.Equal("Never", job.At(Pod + "restartPolicy")!.GetValue<string>());
        Assert.Equal((6, 1800), (job.At("spec.backoffLimit")!.GetValue<int>(), job.At("spec.activeDeadlineSeconds")!.GetValue<long>()));
        Assert.All(["startupProbe", "livenessProbe", "readinessProbe", "lifecycle", "ports"], name => Assert.Null(job.At(Pod + "containers.0." + name)));
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task Have_no_more_rights_than_services_and_only_their_database_for_a_secret(string step)
    {
        JsonObject job = await Written.OneAsync(step, "Job");

        Assert.True(job.At(Pod + "securityContext.runAsNonRoot")!.GetValue<bool>());
        Assert.True(job.At(Pod + "containers.0.securityContext.readOnlyRootFilesystem")!.GetValue<bool>());
        Assert.False(job.At(Pod + "automountServiceAccountToken")!.GetValue<bool>());
        Assert.Equal((await Written.OneAsync(step, "ServiceAccount")).At("metadata.name")!.ToJsonString(), job.At(Pod + "serviceAccountName")!.ToJsonString());
        string secrets = (await Written.OneAsync(step, "SecretProviderClass")).At("spec.parameters.objects")!.GetValue<string>();
        Assert.Equal([$"    objectAlias: ConnectionStrings__{step.Split('-')[0]}"], secrets.Split('\n').Where(line => line.Contains("objectAlias", StringComparison.Ordinal)));
    }

    private static string KindOf(JsonObject o) => o["kind"]!.GetValue<string>();

    private static string? Annotation(JsonObject o, string name) => o.At("metadata.annotations")?[name]?.GetValue<string>();
}
