using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LiveOps.Tests.House.Rooms;

/// <summary>The members of others that an assembly's methods call, as the compiler left them: <c>List`1[RedisValue].Contains</c>, <c>Enumerable.Distinct[RedisValue]</c>.</summary>
internal sealed class CalledMembers(PEReader assembly, MetadataReader code)
{
    private readonly NamesInSignature _names = new();

    /// <summary>Each call with the type that makes it; one of a lambda or an async method is the outermost type's.</summary>
    /// <param name="file">The assembly.</param>
    public static IReadOnlyList<(string Type, string Member)> In(string file)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        return [.. new CalledMembers(assembly, assembly.GetMetadataReader()).All()];
    }

    private IEnumerable<(string Type, string Member)> All() =>
        from handle in code.MethodDefinitions
        let method = code.GetMethodDefinition(handle)
        where method.RelativeVirtualAddress != 0
        from token in Instructions.Tokens(assembly.GetMethodBody(method.RelativeVirtualAddress).GetILReader()).Distinct()
        let member = NameOf(token)
        where member is not null
        select (TypeOf(method.GetDeclaringType()), member);

    private string? NameOf(EntityHandle token) => token.Kind switch
    {
        HandleKind.MemberReference => NameOf(code.GetMemberReference((MemberReferenceHandle)token)),
        HandleKind.MethodSpecification when code.GetMethodSpecification((MethodSpecificationHandle)token) is var method && NameOf(method.Method) is { } name =>
            $"{name}[{string.Join(',', method.DecodeSignature(_names, null))}]",
        _ => null,
    };

    private string? NameOf(MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => $"{_names.GetTypeFromReference(code, (TypeReferenceHandle)member.Parent, 0)}.{code.GetString(member.Name)}",
        HandleKind.TypeSpecification => $"{_names.GetTypeFromSpecification(code, null, (TypeSpecificationHandle)member.Parent, 0)}.{code.GetString(member.Name)}",
        _ => null,
    };

    private string TypeOf(TypeDefinitionHandle handle)
    {
        while (code.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
            handle = outer;
        return code.GetString(code.GetTypeDefinition(handle).Name);
    }
}
