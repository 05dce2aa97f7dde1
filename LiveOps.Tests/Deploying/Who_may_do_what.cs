using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Access is groups', by namespace, and named one by one.</summary>
public sealed class Who_may_do_what
{
    public static TheoryData<string> Environments => new(Deploy.Spaces);

    [Theory]
    [MemberData(nameof(Environments))]
    public void Only_groups_are_bound_and_each_to_a_role_of_the_namespace(string platform)
    {
        IReadOnlyList<JsonObject> objects = Deploy.Rendered("platform/" + platform);
        Dictionary<string, string> groups = Deploy.Document("platform", platform, "groups.yaml")["data"].Texts();
        JsonObject[] bindings = [.. objects.Where(found => found.Kind() == "RoleBinding")];

        Assert.Equal(["break-glass", "deployers", "readers"], bindings.Select(found => found.Name()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(objects, found => found.Kind().StartsWith("ClusterRole", StringComparison.Ordinal));
        foreach (JsonObject binding in bindings)
        {
            Assert.All(binding["subjects"].Items(), subject => Assert.Equal(("Group", "rbac.authorization.k8s.io"), ((string)subject["kind"]!, (string)subject["apiGroup"]!)));
            Assert.All(binding["subjects"].Items(), subject => Assert.True(Guid.TryParse((string)subject["name"]!, out _)));
            Assert.Contains(groups[binding.Name()], binding["subjects"].Items().Select(subject => (string)subject["name"]!));
            Assert.Equal(("Role", "rbac.authorization.k8s.io"), ((string)binding.At("roleRef kind")!, (string)binding.At("roleRef apiGroup")!));
            Assert.Single(objects, found => found.IsOf("Role", (string)binding.At("roleRef name")!));
        }

        // Whoever may change something may look at it.
        Assert.Equal(groups.Values.Order(), Assert.Single(bindings, found => found.Name() == "readers")["subjects"].Items().Select(subject => (string)subject["name"]!).Order());
    }

    [Fact]
    public void No_group_is_another_environments() => Assert.Distinct(Deploy.Spaces
        .SelectMany(platform => Deploy.Document("platform", platform, "groups.yaml")["data"].Texts().Values));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Nothing_is_allowed_by_an_asterisk_and_nobody_reads_secrets_or_changes_who_may_what(string platform)
    {
        (string Role, string Group, string Resource, string Verb)[] allowed =
        [
            .. from role in Deploy.Rendered("platform/" + platform).Where(found => found.Kind() == "Role")
               from rule in role["rules"].Items()
               from api in rule["apiGroups"].Items()
               from resource in rule["resources"].Items()
               from verb in rule["verbs"].Items()
               select (role.Name(), (string)api!, (string)resource!, (string)verb!),
        ];

        Assert.Distinct(allowed);
        Assert.All(allowed, one =>
        {
            Assert.DoesNotContain("*", one.Group + one.Resource + one.Verb, StringComparison.Ordinal);
            Assert.NotEqual("secrets", one.Resource);
            Assert.NotEqual("rbac.authorization.k8s.io", one.Group);
            Assert.False(one.Verb is "bind" or "escalate" or "impersonate" or "deletecollection", one.Verb);
        });
        Assert.All(allowed.Where(one => one.Role == "reader"), one => Assert.True(one.Verb is "get" or "list" or "watch", one.Verb));
        Assert.Equal(
            [("jobs", "delete"), ("pods/eviction", "create"), ("rollouts/status", "patch")],
            allowed.Where(one => one.Role == "deployer").Select(one => (one.Resource, one.Verb)).Order());
        Assert.All(allowed.Where(one => one.Resource.StartsWith("pods/", StringComparison.Ordinal) && one.Verb is not ("list" or "watch") && one.Resource is not ("pods/log" or "pods/eviction")), one => Assert.Equal("break-glass", one.Role));
    }
}
