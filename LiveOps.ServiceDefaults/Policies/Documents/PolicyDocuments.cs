using System.Security.Cryptography;
using LiveOps.Core.Policies;
using LiveOps.Core.Problems;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>The documents of a service, by name.</summary>
internal sealed class PolicyDocuments(IEnumerable<IPolicyDocument> documents, PolicyChanges changes)
{
    private readonly IPolicyDocument[] _documents = [.. documents.OrderBy(document => document.Name, StringComparer.Ordinal)];

    /// <summary>All of them.</summary>
    public IReadOnlyList<IPolicyDocument> All => _documents;

    /// <summary>Their changes.</summary>
    public PolicyChanges Changes { get; } = changes;

    /// <summary>The document of a name; null, or the problem that there is none.</summary>
    public Problem? Find(string name, out IPolicyDocument document)
    {
        document = Array.Find(_documents, document => document.Name == name)!;
        return document is null ? new Problem(ProblemTypes.UnknownPolicy, $"This service has {string.Join(", ", _documents.Select(known => known.Name))}.") : null;
    }

    /// <summary>The same, where it may be changed by calls.</summary>
    public Problem? FindOwn(string name, out IPolicyDocument document) => Find(name, out document) ?? (document.IsManagedByFile
        ? new Problem(ProblemTypes.ManagedByFile, $"There is {document.FileName} in POLICY_DIR: change it there, or take it away.")
        : Changes.Refusal is { } refusal ? new Problem(ProblemTypes.Unavailable, refusal) : null);

    /// <summary>What is in force, and its tag.</summary>
    public async ValueTask<(byte[] Text, string Tag)> InForceAsync(IPolicyDocument document, CancellationToken cancellation)
    {
        if (document.IsOfFile)
        {
            byte[] file = document.FileJson.ToArray();
            return (file, $"\"file-{Convert.ToHexStringLower(SHA256.HashData(file))[..12]}\"");
        }

        while (true)
        {
            PolicyHistory history = await Changes.HistoryAsync(document.Name, cancellation);
            int number = history.At(Changes.Now)?.Number ?? 0;
            if (await Changes.TextAsync(document, number, cancellation) is { } text)
                return (text, PolicyParameters.ETag(number));
        }
    }

    /// <summary>Checks a text whole; null, or the problem with all that is wrong.</summary>
    public static Problem? Check(IPolicyDocument document, byte[] json)
    {
        try
        {
            document.Check(json);
            return null;
        }
        catch (PolicyException e)
        {
            return Refused(e);
        }
    }

    /// <summary>What a text would do to what runs; or the problem with all that it asks for and that cannot be done by now.</summary>
    public static async ValueTask<(IReadOnlyList<string> Effects, Problem? Problem)> EffectsAsync(IPolicyDocument document, byte[] json, long at, CancellationToken cancellation)
    {
        try
        {
            return (await document.EffectsAsync(json, at, cancellation), null);
        }
        catch (PolicyException e)
        {
            return ([], Refused(e));
        }
    }

    private static Problem Refused(PolicyException refusal) => new(ProblemTypes.InvalidPolicy, refusal.Message)
    {
        Extensions = writer =>
        {
            writer.WriteStartArray("faults");
            foreach (PolicyFault fault in refusal.Faults)
            {
                writer.WriteStartObject();
                writer.WriteString("pointer", fault.Place);
                writer.WriteNumber("line", fault.Line);
                writer.WriteString("reason", fault.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        },
    };
}
