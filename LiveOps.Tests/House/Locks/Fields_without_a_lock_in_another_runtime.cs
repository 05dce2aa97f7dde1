namespace LiveOps.Tests.House.Locks;

/// <summary>
/// The same tests in a process of their own whose code is compiled at once and as well as can be, so that nothing is read again, or in the order it is written in,
/// that need not be; and whose memory is moved all the time, by several threads. See
/// <see href="https://learn.microsoft.com/dotnet/core/runtime-config/"/>.
/// </summary>
public sealed class Fields_without_a_lock_in_another_runtime
{
    private static readonly (string Name, string Value)[] Settings =
        [("DOTNET_TieredCompilation", "0"), ("DOTNET_gcServer", "1"), ("DOTNET_GCHeapCount", "4"), ("DOTNET_GCgen0size", "40000"), ("DOTNET_gcConcurrent", "0")];

    [Fact]
    public async Task Show_only_what_was_written_too()
    {
        var lines = new HeardLines();
        using var process = HeardProcess.Start(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "LiveOps.Tests.dll"), "-noLogo", "-noColor", "-class", typeof(Fields_without_a_lock).FullName!], Settings, lines.Add);

        Assert.True(await process.ExitAsync() == 0, lines.ToString());
        Assert.Matches("Total: [1-9][0-9]*, Errors: 0, Failed: 0, Skipped: 0", lines.ToString());
    }
}
