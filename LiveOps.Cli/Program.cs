using System.Runtime.InteropServices;
using LiveOps.Cli;
using LiveOps.Cli.Shell;

using var ended = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End), term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await Tool.RunAsync(args, Terminal.OfProcess(), ended.Token);

// The first asks for an end in order; a second ends it where it stands.
void End(PosixSignalContext context)
{
    context.Cancel = !ended.IsCancellationRequested;
    ended.Cancel();
}
