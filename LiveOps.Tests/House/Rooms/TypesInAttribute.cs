using System.Reflection.Metadata;

namespace LiveOps.Tests.House.Rooms;

/// <summary>The types of the assembly that an attribute names by <c>typeof</c>: there they are written as text.</summary>
internal static class TypesInAttribute
{
    /// <summary>The types among its arguments.</summary>
    public static IEnumerable<TypeDefinitionHandle> Of(MetadataReader code, CustomAttribute attribute)
    {
        CustomAttributeValue<string> value;
        try
        {
            value = attribute.DecodeValue(new Names());
        }
        catch (BadImageFormatException)
        {
            return []; // an enum of another assembly that is no int: it has no size here
        }

        IEnumerable<string> names = value.FixedArguments.Select(argument => (argument.Type, argument.Value))
            .Concat(value.NamedArguments.Select(argument => (argument.Type, argument.Value)))
            .SelectMany(argument => Named(argument.Type, argument.Value));
        return [.. names.SelectMany(name => Find(code, name))];
    }

    private static IEnumerable<string> Named(string? type, object? value) => value switch
    {
        string name when type == Names.Type => [name],
        IEnumerable<CustomAttributeTypedArgument<string>> items => items.SelectMany(item => Named(item.Type, item.Value)),
        _ => [],
    };

    // The name as reflection writes it: arguments of generics in brackets, nested types after a plus.
    private static IEnumerable<TypeDefinitionHandle> Find(MetadataReader code, string name)
    {
        string[] words = name.Split('[', ']', ',', '+', ' ');
        foreach (TypeDefinitionHandle handle in code.TypeDefinitions)
        {
            TypeDefinition type = code.GetTypeDefinition(handle);
            if (!type.Namespace.IsNil && words.Contains($"{code.GetString(type.Namespace)}.{code.GetString(type.Name)}"))
                yield return handle;
        }
    }

    private sealed class Names : ICustomAttributeTypeProvider<string>
    {
        public const string Type = "System.Type";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => Type;

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            TypeReference type = reader.GetTypeReference(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == Type;
    }
}
