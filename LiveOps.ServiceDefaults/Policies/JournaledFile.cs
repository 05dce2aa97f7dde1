using LiveOps.Core.Policies;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>What the journal has to be told of a policy file, so that the state goes by the same.</summary>
public static class JournaledFile
{
    /// <summary>Whether what is built in has to become the base: there is neither file nor version, and another base, or none.</summary>
    public static bool IsBaseDue<T>(PolicyFile<T> file, JournaledPolicy<T> document) where T : class =>
        !file.HasFile && document.Ledger.History.Versions.Length == 0 && !document.BaseJson.Span.SequenceEqual(file.BuiltIn.Span);

    /// <summary>The command that brings a file into force, or says that it is gone; null when the state knows.</summary>
    public static byte[]? CommandDue<T>(PolicyFile<T> file, JournaledPolicy<T> document) where T : class
    {
        if (file.IsOfFile && file.Refusal is null)
        {
            ReadOnlyMemory<byte> json = file.Json;
            return json.Span.SequenceEqual(document.FileJson.Span) ? null : PolicyCommand.File(json.Span);
        }

        return !file.HasFile && !document.FileJson.IsEmpty ? PolicyCommand.File([]) : null;
    }

    /// <summary>What was in force last, for a start with a file that is wrong.</summary>
    public static byte[] LastGood<T>(JournaledPolicy<T> document) where T : class => (document.FileJson.IsEmpty ? document.BaseJson : document.FileJson).ToArray();
}
