using System.Xml;

namespace LiveOps.Gateway.Intake.Rows;

/// <summary>The names of elements and attributes that a reader of XML holds until its end, each once: so many, and no more, whatever a body names its elements.</summary>
internal sealed class BoundedNames : NameTable
{
    private const int MostNames = 10_000, MostCharacters = 1 << 20;

    private int _names, _characters;

    /// <inheritdoc/>
    /// <exception cref="RowFaultException">There are too many.</exception>
    public override string Add(string key)
    {
        if (Get(key) is { } known)
            return known;
        Count(key.Length);
        return base.Add(key);
    }

    /// <inheritdoc/>
    /// <exception cref="RowFaultException">There are too many.</exception>
    public override string Add(char[] key, int start, int len)
    {
        if (Get(key, start, len) is { } known)
            return known;
        Count(len);
        return base.Add(key, start, len);
    }

    private void Count(int length)
    {
        _names++;
        _characters += length;
        if (_names > MostNames || _characters > MostCharacters)
            throw new RowFaultException($"The body has more than {MostNames} names of elements and attributes; that is no body of rows.", isTooLarge: true);
    }
}
