using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary>Imports as processes, that die in the middle: each row counts once.</summary>
[Collection(CliWorld.Alone)]
public sealed class An_import_that_is_interrupted(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    // Twice what a player may send at once: it takes seconds, on any machine.
    private const int Rows = 120_000, Players = 600;

    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task It_goes_on_where_it_was_and_each_row_counts_once(string signal)
    {
        int round = 0;
        for (var patience = new Patience(); !await IsInterruptedAsync(signal, $"{signal.ToLowerInvariant()}-{round++}");)
            Assert.False(patience.IsOver, "every import is done before anybody sees that it has begun");
    }

    // False where it was done before the machine let us interrupt it.
    private async Task<bool> IsInterruptedAsync(string signal, string prefix)
    {
        using var folder = new TempFolder();
        string file = folder.File("xp.csv");
        var text = new StringBuilder("playerId,amount\n");
        for (int i = 0; i < Rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{prefix}-{i % Players},1\n");
        File.WriteAllText(file, text.ToString());
        Dictionary<string, string> settings = CliWorld.Settings(fixture.Live);
        var said = new HeardLines();

        using (HeardProcess first = CliWorld.Start(settings, said.Add, "import", file, "--parallel", "2"))
        {
            // A checkpoint that is somewhere in the middle: some rows are done, and beyond it some were sent that it does not know of.
            await Eventually.TrueAsync(() => !first.IsRunning || Done(file) is > 0 and < Rows);
            first.Signal(signal);
            int code = await first.ExitAsync();
            if (code == 0 || Done(file) == Rows)
                return false;
            Assert.Equal(signal == "INT" ? 130 : 137, code);
        }

        long done = Done(file) ?? throw new Xunit.Sdk.XunitException("no checkpoint was left\n" + said);
        Assert.InRange(done, 1, Rows - 1);
        using (HeardProcess second = CliWorld.Start(settings, said.Add, "import", file, "--parallel", "2"))
            Assert.True(await second.ExitAsync() == 0, said.ToString());

        Assert.Contains($"{done} rows are done already", said.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{Rows} rows: {Rows} count", said.ToString(), StringComparison.Ordinal);
        for (int i = 0; i < Players; i += 37)
        {
            await fixture.Live.EventuallyAsync("progression", $"/v1/players/{prefix}-{i}", player => player.GetProperty("xp").GetInt64() >= Rows / Players);
            Assert.Equal(Rows / Players, (await fixture.Live.JsonAsync("progression", $"/v1/players/{prefix}-{i}")).GetProperty("xp").GetInt64());
        }

        return true;
    }

    private static long? Done(string file)
    {
        try
        {
            return JsonElement.Parse(File.ReadAllText(file + ".liveops-import")).GetProperty("rows").GetInt64();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
