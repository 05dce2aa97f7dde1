using System.Reflection;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>A document that is parsed as a <typeparamref name="T"/>.</summary>
internal sealed class PolicyDocument<T>(PolicyName name, Assembly resources, PolicyFile<T> file, Func<byte[], T> parse, IPolicyEffects<T>? effects) : IPolicyDocument where T : class
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

    public ValueTask<IReadOnlyList<string>> EffectsAsync(byte[] json, long at, CancellationToken cancellation) =>
        effects is null ? new([]) : effects.TellAsync(parse(json), at, cancellation);

    private static byte[] ReadSchema(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {resource}");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
