using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Ids;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>
/// A policy's JSON as a tree whose nodes know their lines, so that whoever edits it is told where it is wrong. Comments and trailing
/// commas are welcome, a member twice is not; <see cref="Only"/> refuses members that nothing reads, which are misspelt more often than meant.
/// What is wrong is taken note of, and something that is right is answered in its place: so all of it is read, and all faults are told by <see cref="Read"/>.
/// </summary>
public sealed partial class PolicyNode
{
    private const int MostShown = 64; // no name that means something is longer

    private readonly JsonTokenType _type;
    private readonly int _index;
    private readonly string _text;
    private readonly PolicyNode? _parent;
    private readonly PolicyFaults _faults;
    private readonly List<PolicyNode> _items = [];
    private readonly Dictionary<string, PolicyNode> _members = new(StringComparer.Ordinal);

    private PolicyNode(PolicyNode? parent, PolicyFaults faults, JsonTokenType type, int line, string name, string text, int index = -1)
    {
        _parent = parent;
        _faults = faults;
        _type = type;
        Line = line;
        Name = name;
        _text = text;
        _index = index;
    }

    /// <summary>The line it begins on, from 1.</summary>
    public int Line { get; }

    /// <summary>The member it is the value of, for messages; of an array's items the array's.</summary>
    public string Name { get; }

    /// <summary>Where it stands: a JSON pointer, with long names cut as in messages.</summary>
    public string Place => _parent is null ? "" : $"{_parent.Place}/{Token()}";

    /// <summary>Whether something is wrong with it that was taken note of; what follows from that need not be told.</summary>
    public bool IsFaulty { get; private set; }

    /// <summary>Of an object whose members may stand twice, one that does; null when none does.</summary>
    public PolicyNode? Repeated { get; private set; }

    /// <summary>Takes note of an error about this node.</summary>
    public void Fault(string reason) => FaultAt(Line, $"{Shown(Name)} {reason}");

    /// <summary>Takes note of an error about this node, told in a sentence of its own.</summary>
    public void FaultAt(int line, string sentence)
    {
        if (!IsMissing && !IsFaulty)
            _faults.Add(new PolicyFault(Place, line, sentence));
        IsFaulty = true;
    }

    /// <summary>Takes note of what was found wrong elsewhere in the same policy.</summary>
    public void Take(IEnumerable<PolicyFault> faults)
    {
        foreach (PolicyFault fault in faults)
            _faults.Add(fault);
    }

    /// <summary>An error about this node after which nothing more is read.</summary>
    public PolicyException Wrong(string reason) => new($"{Shown(Name)} {reason}", Line, Place);

    /// <summary>The same node, after checking that it is an object with no other members than these.</summary>
    public PolicyNode Only(params ReadOnlySpan<string> names)
    {
        foreach (PolicyNode member in Members)
        {
            if (!names.Contains(member.Name))
                member.FaultAt(member.Line, $"{Shown(member.Name)} means nothing here; known are {string.Join(", ", names)}");
        }

        return this;
    }

    /// <summary>A member of an object; null when it has none of that name.</summary>
    public PolicyNode? this[string name] => AsObject()?._members.GetValueOrDefault(name);

    /// <summary>A member that an object must have; in its place, where it is not there, one that is silent.</summary>
    public PolicyNode Get(string name)
    {
        if (this[name] is { } member)
            return member;
        var missing = new PolicyNode(this, _faults, JsonTokenType.None, Line, name, "") { IsFaulty = true };
        if (_type == JsonTokenType.StartObject)
            _faults.Add(new PolicyFault(missing.Place, Line, $"{Shown(Name)} needs {name}"));
        return missing;
    }

    /// <summary>The members of an object, in the file's order.</summary>
    public IReadOnlyCollection<PolicyNode> Members => AsObject() is { } node ? node._members.Values : [];

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<PolicyNode> Items => Is(_type == JsonTokenType.StartArray, "must be an array") ? _items : [];

    /// <summary>A string.</summary>
    public string Text() => Is(_type == JsonTokenType.String, "must be a string") ? _text : "";

    /// <summary>Whether it is a string.</summary>
    public bool IsText => _type == JsonTokenType.String;

    /// <summary>Whether it is this string.</summary>
    public bool Is(string text) => _type == JsonTokenType.String && _text == text;

    /// <summary>True or false.</summary>
    public bool Flag() => Is(_type is JsonTokenType.True or JsonTokenType.False, "must be true or false") && _type == JsonTokenType.True;

    /// <summary>A string that is an id.</summary>
    public string Id() => Is(IdRule.WasValid(Text()), "must be 1 to 64 characters of [A-Za-z0-9_.:-]") ? _text : "";

    /// <summary>A whole number within a range.</summary>
    public long Whole(long min, long max)
    {
        if (_type == JsonTokenType.Number && long.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
            return value;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return Math.Clamp(0, min, max);
    }

    /// <summary>A number within a range.</summary>
    public double Number(double min, double max)
    {
        if (_type == JsonTokenType.Number && double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max)
            return value;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}"));
        return Math.Clamp(0, min, max);
    }

    /// <summary>One of some words, as what it stands for; the first in the place of another.</summary>
    public T Choice<T>(params ReadOnlySpan<(string Word, T Value)> choices)
    {
        string text = Text(), words = "";
        foreach ((string word, T value) in choices)
        {
            if (word == text && _type == JsonTokenType.String)
                return value;
            words += words.Length == 0 ? word : ", " + word;
        }

        Fault($"must be one of {words}");
        return choices[0].Value;
    }

    private bool IsMissing => _type == JsonTokenType.None;

    private PolicyNode? AsObject() => Is(_type == JsonTokenType.StartObject, "must be an object") ? this : null;

    private bool Is(bool right, string otherwise)
    {
        if (!right)
            Fault(otherwise);
        return right;
    }

    private static string Shown(string name) => name.Length <= MostShown ? name : name[..(char.IsHighSurrogate(name[MostShown - 1]) ? MostShown - 1 : MostShown)] + "…";

    // A member by its name, an item by its place, which it knows before the array has it: what is wrong inside is told while it is read.
    private string Token() =>
        _index >= 0 ? _index.ToString(CultureInfo.InvariantCulture) : Shown(Name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
