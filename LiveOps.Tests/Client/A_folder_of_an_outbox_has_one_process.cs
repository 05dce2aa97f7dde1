using System.Diagnostics;
using LiveOps.Client.Outboxes;

namespace LiveOps.Tests.Client;

/// <summary>
/// Mono keeps FileShare.None in its own process's memory (findings/mono-file-share-none-locks-nobody.sh): what holds among a game on Mono, one on .NET and whatever else there is are ranges of bytes, by fcntl
/// on Linux. The other process is Python's here, which takes them in the same way.
/// </summary>
public sealed class A_folder_of_an_outbox_has_one_process
{
    private const string Take = """
        import fcntl, sys
        file = open(sys.argv[1], 'r+b')
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0)
            print('has it', flush=True)
        except OSError:
            print('is refused', flush=True)
        sys.stdin.read()
        """;

    [Fact]
    public async Task Another_process_that_has_the_range_keeps_this_one_out_until_it_ends()
    {
        using var folder = new TempFolder();
        var options = new OutboxOptions { Folder = folder.Path };
        Outbox.Open(options).Dispose();
        using (Process other = await StartAsync(folder, "has it"))
        {
            OutboxException refused = Assert.Throws<OutboxException>(() => Outbox.Open(options));
            Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
            await EndAsync(other);
        }

        using Outbox free = Outbox.Open(options);
        Assert.Equal(AddOutcome.Kept, The_outbox_after_a_crash.Add(free, "e-1"));
    }

    [Fact]
    public async Task An_open_outbox_keeps_another_process_out_also_after_a_second_one_of_the_same_process_was_refused()
    {
        using var folder = new TempFolder();
        var options = new OutboxOptions { Folder = folder.Path };
        using (Outbox outbox = Outbox.Open(options))
        {
            using (Process other = await StartAsync(folder, "is refused"))
                await EndAsync(other);
            Assert.Throws<OutboxException>(() => Outbox.Open(options)); // whoever closes a file loses the process's ranges of it
            using (Process other = await StartAsync(folder, "is refused"))
                await EndAsync(other);
        }

        using (Process other = await StartAsync(folder, "has it"))
            await EndAsync(other);
    }

    private static async Task<Process> StartAsync(TempFolder folder, string said)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "the other process is Linux's python3");
        Process other = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Take, folder.File("lock2")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal(said, await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return other;
    }

    private static Task EndAsync(Process other)
    {
        other.StandardInput.Close();
        return other.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
