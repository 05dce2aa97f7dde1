using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>A document of a service, as its calls need it.</summary>
internal interface IPolicyDocument
{
    /// <summary>Its name in paths.</summary>
    string Name { get; }

    /// <summary>The file that it may have in <c>POLICY_DIR</c>.</summary>
    string FileName { get; }

    /// <summary>Whether it has that file: then nobody else changes it.</summary>
    bool IsManagedByFile { get; }

    /// <summary>Whether what is in force here came from the file.</summary>
    bool IsOfFile { get; }

    /// <summary>What came from the file, or is built in.</summary>
    ReadOnlyMemory<byte> FileJson { get; }

    /// <summary>What is built in, which is its version 0.</summary>
    ReadOnlyMemory<byte> BuiltIn { get; }

    /// <summary>Its JSON schema.</summary>
    ReadOnlyMemory<byte> Schema { get; }

    /// <summary>Checks a text whole.</summary>
    /// <exception cref="PolicyException">All that is wrong with it.</exception>
    void Check(byte[] json);

    /// <summary>What a text would do to what runs, in sentences, if it came into force at a time.</summary>
    /// <exception cref="PolicyException">It asks for what cannot be done by now.</exception>
    ValueTask<IReadOnlyList<string>> EffectsAsync(byte[] json, long at, CancellationToken cancellation);

    /// <summary>Tries a text on what there is; null, or why it cannot be tried.</summary>
    Task<Problem?> TryAsync(byte[] json, DryRun run);
}
