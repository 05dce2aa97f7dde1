using System.Reflection;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>A document that is parsed as a <typeparamref name="T"/>.</summary>
internal sealed class PolicyDocument<T>(PolicyName name, Assembly resources, PolicyFile<T> file, Func<byte[], T> parse, IPolicyEffects<T>? effects, IPolicyObjections<T>? objections, IPolicyDryRun<T>? dryRun) : IPolicyDocument where T : class
{
    private readonly byte[] _schema = ReadSchema(resources, name.Name + ".schema.json");

    public string Name => name.Name;

    public string FileName => name.File + ".json";

    public bool IsManagedByFile => file.HasFile;

    public bool IsOfFile => file.IsOfFile;

    public ReadOnlyMemory<byte> FileJson => file.Json;

    public ReadOnlyMemory<byte> BuiltIn => file.BuiltIn;

    public ReadOnlyMemory<byte> Schema => _schema;

    public void Check(byte[] json) => parse(json);

    public async ValueTask<IReadOnlyList<string>> EffectsAsync(byte[] json, long at, CancellationToken cancellation)
    {
        if (effects is null && objections is null)
            return [];
        T policy = parse(json);
        if (objections is not null && await objections.AgainstAsync(policy, at, cancellation) is { Count: > 0 } faults)
            throw new PolicyException(faults);
        return effects is null ? [] : await effects.TellAsync(policy, at, cancellation);
    }

    public Task<Problem?> TryAsync(byte[] json, DryRun run) => dryRun is null ? Task.FromResult<Problem?>(null) : dryRun.TryAsync(parse(json), run);

    private static byte[] ReadSchema(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {resource}");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
