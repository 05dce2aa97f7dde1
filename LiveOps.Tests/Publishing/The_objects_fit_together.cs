using System.Text.Json.Nodes;

namespace LiveOps.Tests.Publishing;

/// <summary>What every schema lets pass: objects that are right one by one, and do nothing together.</summary>
public sealed class The_objects_fit_together
{
    private static readonly string[] Recommended =
    [
        "app.kubernetes.io/component", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/version",
    ];

    [Fact]
    public async Task No_two_objects_have_one_name_and_all_have_the_recommended_labels()
    {
        IReadOnlyList<JsonObject> objects = (await Published.FilesAsync()).Objects;

        Assert.Equal(objects.Count, objects.Select(found => (found.Kind(), found.Name())).Distinct().Count());
        Assert.All(objects, found => Assert.Equal(Recommended, found.At("metadata labels").Texts().Keys.Order(StringComparer.Ordinal)));
        Assert.All(objects, found => Assert.Matches("^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", found.Name()));
    }

    [Fact]
    public async Task Every_selector_selects_the_pods_of_one_workload()
    {
        PublishedFiles files = await Published.FilesAsync();
        JsonObject[] workloads = [.. files.Objects.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob")];
        int selectors = 0;

        foreach (JsonObject found in files.Objects.Where(found => found.Name() != "default-deny"))
        {
            JsonNode?[] own = found.Kind() switch
            {
                "Service" => [found.At("spec selector")],
                "Deployment" => [found.At("spec selector matchLabels"), .. found.At("spec template spec topologySpreadConstraints").Items().Select(spread => spread.At("labelSelector matchLabels"))],
                "PodDisruptionBudget" => [found.At("spec selector matchLabels")],
                "NetworkPolicy" => [found.At("spec podSelector matchLabels")],
                _ => [],
            };
            selectors += own.Length;
            Assert.All(own, selector => Assert.Equal([found.Name()], Selected(workloads, selector.Texts())));
        }

        Assert.All(Peers(files.Objects), peer => Assert.Single(Selected(workloads, peer)));
        Assert.True(selectors > 20);
    }

    [Fact]
    public async Task Ports_are_those_that_the_pods_have_names_for()
    {
        PublishedFiles files = await Published.FilesAsync();
        foreach (JsonObject deployment in files.Objects.Where(found => found.Kind() == "Deployment"))
        {
            JsonNode container = deployment.Pod().At("spec containers 0")!;
            Dictionary<string, int> ports = container["ports"].Items().ToDictionary(port => (string)port["name"]!, port => (int)port["containerPort"]!);

            JsonNode[] served = [.. files.Object("Service", deployment.Name()).At("spec ports").Items()];
            Assert.Equal(ports.OrderBy(port => port.Key), served.Select(port => KeyValuePair.Create((string)port["targetPort"]!, (int)port["port"]!)).OrderBy(port => port.Key));
            foreach (string probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
                Assert.Contains((string)container.At($"{probe} httpGet port")!, ports.Keys);
            Assert.Equal(
                ("/healthz", "/healthz", "/readyz"),
                ((string)container.At("startupProbe httpGet path")!, (string)container.At("livenessProbe httpGet path")!, (string)container.At("readinessProbe httpGet path")!));
        }
    }

    [Fact]
    public async Task Each_service_is_scaled_and_drained_by_one_object_each_and_no_drain_waits_for_ever()
    {
        PublishedFiles files = await Published.FilesAsync();
        foreach (JsonObject deployment in files.Objects.Where(found => found.Kind() == "Deployment"))
        {
            Assert.Null(deployment.At("spec replicas"));
            JsonNode scaler = files.Object("HorizontalPodAutoscaler", deployment.Name()), budget = files.Object("PodDisruptionBudget", deployment.Name());
            Assert.Equal(("apps/v1", "Deployment", deployment.Name()), ((string)scaler.At("spec scaleTargetRef apiVersion")!, (string)scaler.At("spec scaleTargetRef kind")!, (string)scaler.At("spec scaleTargetRef name")!));
            int least = (int)scaler.At("spec minReplicas")!;
            Assert.InRange(least, 2, (int)scaler.At("spec maxReplicas")!);
            Assert.Null(budget.At("spec minAvailable"));
            Assert.InRange((int)budget.At("spec maxUnavailable")!, 1, least - 1);
            // The drain, then the 25 s in which a service ends what it began.
            Assert.InRange((int)deployment.Pod().At("spec terminationGracePeriodSeconds")!, (int)deployment.Pod().At("spec containers 0 lifecycle preStop sleep seconds")! + 25, 120);
        }
    }

    [Fact]
    public async Task What_is_referred_to_is_there()
    {
        PublishedFiles files = await Published.FilesAsync();
        foreach (JsonObject workload in files.Objects.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob"))
        {
            JsonNode pod = workload.Pod()["spec"]!, container = pod.At("containers 0")!;
            files.Object("ServiceAccount", (string)pod["serviceAccountName"]!);
            Assert.All(container["envFrom"].Items(), from => files.Object("ConfigMap", (string)from.At("configMapRef name")!));
            Assert.Equal(pod["volumes"].Items().Select(volume => (string)volume["name"]!).Order(), container["volumeMounts"].Items().Select(mount => (string)mount["name"]!).Order());
            foreach (JsonNode volume in pod["volumes"].Items())
            {
                if (volume["csi"] is { } csi)
                    files.Object("SecretProviderClass", (string)csi.At("volumeAttributes secretProviderClass")!);
                // The operators' own: there, or not.
                if (volume["configMap"] is { } map)
                    Assert.True((bool)map["optional"]!);
            }
        }
    }

    [Theory]
    [InlineData("web", "gateway leaderboard progression", "500m 1Gi", "1 2Gi", "2 8 70")]
    [InlineData("interface", "console fairness", "300m 512Mi", "600m 1Gi", "2 6 65")]
    [InlineData("batch", "gateway-migration leaderboard-migration leaderboard-nightly progression-migration progression-nightly", "1 2Gi", "2 4Gi", "")]
    public async Task Each_class_of_work_has_its_pool_and_its_size(string pool, string expected, string requests, string limits, string scaling)
    {
        PublishedFiles files = await Published.FilesAsync();
        JsonObject[] workloads = [.. files.Objects.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob" && (string)found.Pod().At("spec tolerations 0 value")! == pool)];

        Assert.Equal(expected.Split(' '), workloads.Select(workload => workload.Name()).Order());
        foreach (JsonObject workload in workloads)
        {
            JsonNode pod = workload.Pod(), resources = pod.At("spec containers 0 resources")!;
            Assert.Equal(pool, (string)Assert.Single(pod.At("spec affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms 0 matchExpressions 0 values").Items())!);
            Assert.Equal((requests, limits), (Amounts(resources["requests"]!), Amounts(resources["limits"]!)));
            Assert.Equal("Burstable", (string)pod.At("metadata annotations")!["liveops.dev/qos-class"]!);
            if (scaling.Length > 0)
            {
                JsonNode scaler = files.Object("HorizontalPodAutoscaler", workload.Name())["spec"]!;
                Assert.Equal(scaling, $"{scaler["minReplicas"]} {scaler["maxReplicas"]} {scaler.At("metrics 0 resource target averageUtilization")}");
            }
        }
    }

    [Fact]
    public async Task Migrations_run_before_all_else_for_Helm_and_for_Argo_CD_with_all_that_they_need()
    {
        foreach (string name in (string[])["gateway-migration", "leaderboard-migration", "progression-migration"])
        {
            JsonObject[] objects = [.. (await Published.FilesAsync()).Objects.Where(found => (string)found.At("metadata labels")!["app.kubernetes.io/name"]! == name)];

            Assert.Equal(["ConfigMap", "Job", "NetworkPolicy", "SecretProviderClass", "ServiceAccount"], objects.Select(found => found.Kind()).Order());
            foreach (JsonObject found in objects)
            {
                Dictionary<string, string> annotations = found.At("metadata annotations").Texts();
                Assert.Equal(("PreSync", "BeforeHookCreation"), (annotations["argocd.argoproj.io/hook"], annotations["argocd.argoproj.io/hook-delete-policy"]));
                Assert.Equal(("pre-install,pre-upgrade", "before-hook-creation"), (annotations["helm.sh/hook"], annotations["helm.sh/hook-delete-policy"]));
                string weight = found.Kind() == "Job" ? "0" : "-5";
                Assert.Equal((weight, weight), (annotations["argocd.argoproj.io/sync-wave"], annotations["helm.sh/hook-weight"]));
            }
        }
    }

    [Fact]
    public async Task Batches_run_one_at_a_time_in_the_night_end_by_themselves_and_leave_little_behind()
    {
        JsonObject[] batches = [.. (await Published.FilesAsync()).Objects.Where(found => found.Kind() == "CronJob")];

        Assert.Equal(["10 3 * * *", "40 3 * * *"], batches.Select(found => (string)found.At("spec schedule")!).Order());
        foreach (JsonObject batch in batches)
        {
            Assert.Equal(("Forbid", "Etc/UTC", 3600), ((string)batch.At("spec concurrencyPolicy")!, (string)batch.At("spec timeZone")!, (int)batch.At("spec startingDeadlineSeconds")!));
            Assert.Equal((3, 3), ((int)batch.At("spec successfulJobsHistoryLimit")!, (int)batch.At("spec failedJobsHistoryLimit")!));
            JsonNode job = batch.At("spec jobTemplate spec")!;
            Assert.Equal((2, 14_400, 604_800), ((int)job["backoffLimit"]!, (int)job["activeDeadlineSeconds"]!, (int)job["ttlSecondsAfterFinished"]!));
            Assert.Equal(["nightly"], batch.Pod().At("spec containers 0 args").Items().Select(argument => (string)argument!));
            Assert.Null(batch.At("metadata annotations")); // no hook: it is there with the services
        }
    }

    private static string Amounts(JsonNode amounts) => $"{amounts["cpu"]} {amounts["memory"]}";

    private static IEnumerable<Dictionary<string, string>> Peers(IEnumerable<JsonObject> objects) =>
        from policy in objects
        where policy.Kind() == "NetworkPolicy"
        from rule in policy.At("spec ingress").Items().SelectMany(rule => rule["from"].Items()).Concat(policy.At("spec egress").Items().SelectMany(rule => rule["to"].Items()))
        where rule["podSelector"] is not null && rule["namespaceSelector"] is null
        select rule.At("podSelector matchLabels").Texts();

    private static IEnumerable<string> Selected(IEnumerable<JsonObject> workloads, Dictionary<string, string> selector) => workloads
        .Where(workload => selector.Count > 0 && selector.All(label => workload.Pod().At("metadata labels").Texts().Contains(label))).Select(workload => workload.Name());
}
