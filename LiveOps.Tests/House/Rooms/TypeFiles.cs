using System.Reflection.Metadata;

namespace LiveOps.Tests.House.Rooms;

/// <summary>In which folder of a project each type is written, by the compiler's symbols.</summary>
internal sealed class TypeFiles
{
    // Of types without a line that runs, such as interfaces: the Portable PDB specification's TypeDefinitionDocuments,
    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly Dictionary<TypeDefinitionHandle, string> _folders = [];
    private readonly MetadataReader _code;
    private readonly MetadataReader _symbols;
    private readonly string _project;

    public TypeFiles(MetadataReader code, MetadataReader symbols, string project)
    {
        (_code, _symbols, _project) = (code, symbols, project);
        foreach (CustomDebugInformationHandle handle in symbols.CustomDebugInformation)
        {
            CustomDebugInformation information = symbols.GetCustomDebugInformation(handle);
            if (information.Parent.Kind == HandleKind.TypeDefinition && symbols.GetGuid(information.Kind) == TypeDocuments)
                AddDocuments((TypeDefinitionHandle)information.Parent, symbols.GetBlobReader(information.Value));
        }

        foreach (MethodDefinitionHandle method in code.MethodDefinitions)
        {
            foreach (SequencePoint point in symbols.GetMethodDebugInformation(method).GetSequencePoints())
                Add(Outermost(code.GetMethodDefinition(method).GetDeclaringType()), point.Document);
        }
    }

    /// <summary>The type's folder, as <c>LiveOps.Core/Events</c>; null for what the compiler, or a generator, made up.</summary>
    public string? FolderOf(TypeDefinitionHandle type) => _folders.GetValueOrDefault(type);

    private void AddDocuments(TypeDefinitionHandle type, BlobReader rows)
    {
        while (rows.RemainingBytes > 0)
            Add(Outermost(type), System.Reflection.Metadata.Ecma335.MetadataTokens.DocumentHandle(rows.ReadCompressedInteger()));
    }

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle type)
    {
        while (_code.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } outer)
            type = outer;
        return type;
    }

    private void Add(TypeDefinitionHandle type, DocumentHandle document)
    {
        string path = _symbols.GetString(_symbols.GetDocument(document).Name).Replace('\\', '/');
        int at = path.LastIndexOf("/" + _project + "/", StringComparison.Ordinal);
        if (at < 0 || path.Contains("/obj/", StringComparison.Ordinal) || path.EndsWith(".g.cs", StringComparison.Ordinal))
            return;
        _folders.TryAdd(type, path[(at + 1)..path.LastIndexOf('/')]);
    }
}
