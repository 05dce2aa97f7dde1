namespace LiveOps.Tests.Deploying;

/// <summary>A program that stands in for one that is not here.</summary>
internal static class StandIn
{
    /// <summary>Writes it, for bash.</summary>
    /// <param name="folder">Where: it comes first in PATH.</param>
    /// <param name="program">What it is called.</param>
    /// <param name="script">What it does.</param>
    public static Task WriteAsync(string folder, string program, string script) =>
        ServerProgram.RunAsync(null, "#!/usr/bin/env bash\n" + script, "install", "--mode=755", "/dev/stdin", Path.Combine(folder, program));
}
