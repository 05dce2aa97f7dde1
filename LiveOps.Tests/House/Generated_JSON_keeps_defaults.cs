using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LiveOps.Tests.House;

/// <summary>
/// What JSON lacks has its default, also where the reader is generated: that sets a member with <c>init</c> to the default of its type and not to what its initializer says,
/// so types of a context have no such member. findings/json-generated-init-defaults.sh
/// </summary>
public sealed partial class Generated_JSON_keeps_defaults
{
    [Fact]
    public void No_type_of_a_context_has_an_init_member_with_a_default()
    {
        Type[] contexts = [.. Directory.GetFiles(AppContext.BaseDirectory, "LiveOps.*.dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.StartsWith("LiveOps.Tests", StringComparison.Ordinal))
            .SelectMany(name => Assembly.Load(name).GetTypes()).Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))];

        Assert.Contains(contexts, context => context.Name == "LeagueJson");
        Assert.Empty(contexts.SelectMany(Lost));
    }

    [Fact]
    public void A_member_that_loses_its_default_is_found_and_what_keeps_it_is_not()
    {
        Kept read = JsonSerializer.Deserialize("{}", Sample.Default.Kept)!;

        Assert.Equal((3, 4), (read.Given, read.Tries));
        Assert.Equal(0, JsonSerializer.Deserialize("{}", Sample.Default.Loses)!.Most);
        Assert.Equal(["Loses.Most"], Lost(typeof(Sample)));
    }

    private static IEnumerable<string> Lost(Type context)
    {
        object generated = context.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return from property in context.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               where property.PropertyType.IsAssignableTo(typeof(JsonTypeInfo))
               let info = (JsonTypeInfo)property.GetValue(generated)!
               where info.Kind == JsonTypeInfoKind.Object && info.Type.Assembly.GetName().Name!.StartsWith("LiveOps.", StringComparison.Ordinal)
               from member in Lose(info.Type)
               select $"{info.Type.Name}.{member}";
    }

    private static IEnumerable<string> Lose(Type type)
    {
        PropertyInfo[] set = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsInit)];
        ConstructorInfo? constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        set = [.. set.Where(member => constructor?.GetParameters().Any(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)) != true)];
        if (set.Length == 0)
            return [];
        object made = constructor?.Invoke([.. constructor.GetParameters().Select(parameter => Nothing(parameter.ParameterType))]) ?? Activator.CreateInstance(type)!;
        return set.Where(member => !Equals(member.GetValue(made), Nothing(member.PropertyType))).Select(member => member.Name);
    }

    // What is required is in the text.
    private static bool IsInit(PropertyInfo member) => member.GetCustomAttribute<RequiredMemberAttribute>() is null
        && member.GetCustomAttribute<JsonIgnoreAttribute>() is null
        && member.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static object? Nothing(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private sealed record Loses
    {
        public int Most { get; init; } = 5;

        public int? Least { get; init; }
    }

    private sealed record Kept(int Given = 3)
    {
        public int Tries { get; set; } = 4;
    }

    [JsonSerializable(typeof(Loses))]
    [JsonSerializable(typeof(Kept))]
    private sealed partial class Sample : JsonSerializerContext;
}
