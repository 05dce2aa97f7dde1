using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Policies;

public sealed class A_folder_of_policies
{
    [Fact]
    public async Task One_that_is_not_there_stops_the_start_with_a_sentence()
    {
        using var folder = new TempFolder();
        var e = await Assert.ThrowsAsync<SettingException>(() => LiveSystem.StartAsync(null, ("POLICY_DIR", folder.File("polices"))));
        Assert.StartsWith($"POLICY_DIR names {folder.File("polices")}, and there is no such folder", e.Message, StringComparison.Ordinal);
    }
}
