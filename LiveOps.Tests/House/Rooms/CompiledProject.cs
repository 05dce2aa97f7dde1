using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LiveOps.Tests.House.Rooms;

/// <summary>
/// A project as the compiler left it: which of its types knows which, from signatures, bodies and attributes, and from the symbols in which
/// file each type is written. What a type knows by a constant or by nameof is not seen: the compiler leaves no trace of it.
/// </summary>
internal static class CompiledProject
{
    /// <summary>The rooms of a project of ours and what they know of each other.</summary>
    /// <param name="project">Its name, which is its folder's and its assembly's.</param>
    /// <param name="under">Only rooms in this folder of it; empty for all.</param>
    public static RoomGraph Rooms(string project, string under = "")
    {
        string file = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        using var assembly = new PEReader(File.OpenRead(file));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(file, ".pdb")));
        MetadataReader code = assembly.GetMetadataReader();
        var files = new TypeFiles(code, symbols.GetMetadataReader(), project);
        var graph = new RoomGraph();
        foreach (TypeDefinitionHandle type in code.TypeDefinitions)
        {
            if (RoomOf(type) is not { } room)
                continue;
            graph.Add(room);
            foreach (TypeDefinitionHandle known in new KnownTypes(assembly, code).Of(type))
            {
                if (RoomOf(known) is { } other)
                    graph.Add(new Knowledge(room, other, Name(code, type), Name(code, known)));
            }
        }

        return graph;

        string? RoomOf(TypeDefinitionHandle type) => files.FolderOf(Outermost(code, type)) is { } folder && folder.StartsWith(under, StringComparison.Ordinal) ? folder : null;
    }

    private static string Name(MetadataReader code, TypeDefinitionHandle type) => code.GetString(code.GetTypeDefinition(Outermost(code, type)).Name).Split('`')[0];

    private static TypeDefinitionHandle Outermost(MetadataReader code, TypeDefinitionHandle type)
    {
        while (code.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } outer)
            type = outer;
        return type;
    }
}
