using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace LiveOps.Tests.Harness;

/// <summary>A test that needs a program which is not installed is skipped, by name.</summary>
internal static class MissingPrograms
{
    [ModuleInitializer]
    internal static void Skip() => ServerProgram.Missing = SkipException.ForSkip;
}
