using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LiveOps.Tests.House.Rooms;

/// <summary>Finds the types of the same assembly that a type knows.</summary>
internal sealed class KnownTypes(PEReader assembly, MetadataReader code)
{
    private readonly HashSet<TypeDefinitionHandle> _known = [];
    private readonly TypesInSignature _types = new();

    /// <summary>
    /// What the type knows by its bases, its members' signatures and bodies and all their attributes; what nested types know, those that the
    /// compiler makes of lambdas and async methods among them, is theirs to say.
    /// </summary>
    public HashSet<TypeDefinitionHandle> Of(TypeDefinitionHandle handle)
    {
        TypeDefinition type = code.GetTypeDefinition(handle);
        Add(type.BaseType);
        foreach (InterfaceImplementationHandle one in type.GetInterfaceImplementations())
            Add(code.GetInterfaceImplementation(one).Interface);
        AddAttributes(type.GetCustomAttributes());
        AddConstraints(type.GetGenericParameters());
        foreach (FieldDefinitionHandle field in type.GetFields())
        {
            FieldDefinition definition = code.GetFieldDefinition(field);
            AddAll(definition.DecodeSignature(_types, null));
            AddAttributes(definition.GetCustomAttributes());
        }

        foreach (PropertyDefinitionHandle property in type.GetProperties())
            AddAttributes(code.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (MethodDefinitionHandle method in type.GetMethods())
            AddMethod(code.GetMethodDefinition(method));
        return _known;
    }

    private void AddMethod(MethodDefinition method)
    {
        AddAll(method.DecodeSignature(_types, null));
        AddAttributes(method.GetCustomAttributes());
        AddConstraints(method.GetGenericParameters());
        foreach (ParameterHandle parameter in method.GetParameters())
            AddAttributes(code.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;
        MethodBodyBlock body = assembly.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            AddAll(code.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_types, null));
        foreach (ExceptionRegion region in body.ExceptionRegions)
            Add(region.CatchType);
        foreach (EntityHandle token in Instructions.Tokens(body.GetILReader()))
            Add(token);
    }

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _known.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                AddAll(code.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_types, null));
                break;
            case HandleKind.MethodDefinition:
                _known.Add(code.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                _known.Add(code.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = code.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(method.Method);
                AddAll(method.DecodeSignature(_types, null));
                break;
            case HandleKind.MemberReference:
                AddMember(code.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.StandaloneSignature:
                AddAll(code.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(_types, null));
                break;
        }
    }

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
            AddAll(member.DecodeMethodSignature(_types, null));
        else
            AddAll(member.DecodeFieldSignature(_types, null));
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in code.GetGenericParameter(parameter).GetConstraints())
                Add(code.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle handle in attributes)
        {
            CustomAttribute attribute = code.GetCustomAttribute(handle);
            Add(attribute.Constructor);
            AddAll(TypesInAttribute.Of(code, attribute));
        }
    }

    private void AddAll(MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature)
    {
        AddAll(signature.ReturnType);
        AddAll(signature.ParameterTypes);
    }

    private void AddAll(ImmutableArray<ImmutableArray<TypeDefinitionHandle>> types)
    {
        foreach (ImmutableArray<TypeDefinitionHandle> one in types)
            AddAll(one);
    }

    private void AddAll(IEnumerable<TypeDefinitionHandle> types) => _known.UnionWith(types);
}
