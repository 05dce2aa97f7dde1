using System.Text;
using System.Text.Json;
using LiveOps.Cli;
using LiveOps.Cli.Shell;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary>The tool in this process, with streams and an environment of the test's own, against a live system; and as a process.</summary>
internal static class CliWorld
{
    /// <summary>Classes that run the tool share its options, and run one after the other.</summary>
    public const string Alone = "liveops";

    /// <summary>Settings that lead to a system.</summary>
    public static Dictionary<string, string> Settings(LiveSystem live) => new()
    {
        ["LIVEOPS_GATEWAY"] = live.Url("gateway", "/").ToString(),
        ["LIVEOPS_FAIRNESS"] = live.Url("fairness", "/").ToString(),
        ["LIVEOPS_LEADERBOARD"] = live.Url("leaderboard", "/").ToString(),
        ["LIVEOPS_PROGRESSION"] = live.Url("progression", "/").ToString(),
        ["LIVEOPS_SECRET"] = LiveSystem.Secret,
        ["LIVEOPS_OPERATOR_TOKEN"] = LiveSystem.OperatorToken,
    };

    public static Task<CliRun> RunAsync(LiveSystem live, params string[] args) => RunAsync(Settings(live), "", args);

    public static async Task<CliRun> RunAsync(Dictionary<string, string> settings, string input, params string[] args)
    {
        using var cancellation = new CancellationTokenSource(Patience.Whole);
        return await RunAsync(settings, input, cancellation.Token, args);
    }

    public static async Task<CliRun> RunAsync(Dictionary<string, string> settings, string input, CancellationToken cancellation, params string[] args)
    {
        using var output = new MemoryStream();
        using var written = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        using var error = new StringWriter();
        int code = await Tool.RunAsync(args, new Terminal
        {
            Out = written,
            Error = error,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            OpenOutput = () => new Kept(output),
            IsOutSeen = false,
            IsErrorSeen = false,
            Setting = settings.GetValueOrDefault,
        }, cancellation);
        return new CliRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Starts the tool as a process.</summary>
    public static HeardProcess Start(Dictionary<string, string> settings, Action<string> hear, params string[] args) => HeardProcess.Start(
        // A shell that runs the tests in the background has them ignore SIGINT, and so everything they start.
        [.. OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : Array.Empty<string>(), "dotnet", Path.Combine(AppContext.BaseDirectory, "LiveOps.Cli.dll"), .. args],
        settings.Select(setting => (setting.Key, setting.Value)),
        hear);

    // The tool closes its output; the test still reads it.
    private sealed class Kept(MemoryStream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);
    }
}

/// <summary>What a run of the tool came to.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    public JsonElement Json => JsonElement.Parse(Out);

    /// <summary>The run, when it ended so.</summary>
    public CliRun Ends(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, not {code}\n{Out}\n{Error}");
        return this;
    }
}
