namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>Waits for what happens elsewhere, and says what it was like when it never happened.</summary>
internal static class Until
{
    public static Task TrueAsync(Func<bool> wanted, Func<string> found) => TrueAsync(() => Task.FromResult(wanted()), found);

    public static async Task TrueAsync(Func<Task<bool>> wanted, Func<string> found)
    {
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (await wanted())
                return;
        }

        throw new Xunit.Sdk.XunitException(found());
    }
}
