using System.Text;
using System.Xml;
using LiveOps.Gateway.Intake.Mappings;

namespace LiveOps.Gateway.Intake.Rows;

/// <summary>
/// Elements of an XML body that lie on a path from its root, such as <c>/scores/score</c>; names without their namespaces. A row's fields are the texts of what is in it, by path
/// (<c>player/name</c>), attributes (<c>@id</c>, <c>player/@id</c>) and its own text (<c>.</c>); of several of a name the first. It is strict: no DTD, so no entities but the five,
/// and nothing is fetched; no more than one row is held.
/// </summary>
internal sealed class XmlRows
{
    private const int DeepestElement = 64, MostFields = 1000;
    private const int LongestPath = 200; // the longest that a mapping names

    private readonly RowStream _stream;
    private readonly XmlReader _reader;
    private readonly string[] _record;
    private readonly List<string> _path = [];

    private XmlRows(RowStream stream, string record)
    {
        _stream = stream;
        _record = record.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _reader = Guarded(() => XmlReader.Create(stream, Settings()));
    }

    // Of each body its own: names are held as long as its reader is.
    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        NameTable = new BoundedNames(),
    };

    public static IEnumerable<SourceRow> Read(RowStream stream, RowShape shape)
    {
        var rows = new XmlRows(stream, shape.Record);
        using (rows._reader)
        {
            while (Guarded(rows.Next) is { } row)
                yield return row;
        }
    }

    // What the parser says is in the language of the machine and holds no more than its place.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new RowFaultException("The body holds bytes that are no text of its encoding.", inner: e);
        }
        catch (XmlException e)
        {
            throw new RowFaultException(
                e.Message.Contains("DTD", StringComparison.Ordinal) ? "The body has a DTD, which is not read here: leave it out." : $"The body is not XML in line {e.LineNumber}, character {e.LinePosition}.", inner: e);
        }
    }

    private SourceRow? Next()
    {
        while (Advance())
        {
            if (_reader.NodeType != XmlNodeType.Element || !_path.SequenceEqual(_record))
                continue;
            SourceRow row = Row();
            _stream.Renew();
            return row;
        }

        return null;
    }

    // One node; the path is that of the element that it is, or is in.
    private bool Advance()
    {
        if (IsEnd())
            _path.RemoveAt(_path.Count - 1);
        if (!_reader.Read())
            return false;
        if (_reader.NodeType != XmlNodeType.Element)
            return true;
        if (_path.Count == DeepestElement)
            throw new RowFaultException($"In line {Line} elements lie more than {DeepestElement} deep; that is no body of rows.");
        _path.Add(_reader.LocalName);
        if (_path.Count <= _record.Length)
            _stream.Renew(); // what lies between rows is no part of one
        return true;
    }

    private SourceRow Row()
    {
        int line = Line, depth = _path.Count;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? fault = null, open = null;
        Attributes("");
        while (!(IsEnd() && _path.Count == depth) && Advance())
        {
            if (_reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
                open = null;
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && PathIn(depth) is { } text)
                AddText(text.Length > 0 ? text : ".", _reader.Value);
            else if (_reader.NodeType == XmlNodeType.Element && _reader.HasAttributes && PathIn(depth) is { } element)
                Attributes(element.Length > 0 ? element + "/" : "");
        }

        return fault is null ? new SourceRow(line, name => fields.GetValueOrDefault(name)?.Trim()) : SourceRow.Bad(line, fault);

        void Attributes(string before)
        {
            while (_reader.MoveToNextAttribute())
                Add($"{before}@{_reader.LocalName}", _reader.Value);
            _reader.MoveToElement();
        }

        // A text may come in parts, with comments and CDATA between; a second element of the same name keeps the first.
        void AddText(string name, string value)
        {
            if ((name == open || name == ".") && fields.ContainsKey(name))
                fields[name] += value;
            else if (Add(name, value))
                open = name;
        }

        bool Add(string name, string value)
        {
            if (fields.Count < MostFields)
                return fields.TryAdd(name, value);
            fault = $"it has more than {MostFields} fields";
            return false;
        }
    }

    // In a row, below it; null for one that is longer than any that is asked for.
    private string? PathIn(int depth)
    {
        int length = 0;
        for (int at = depth; at < _path.Count; at++)
            length += _path[at].Length + 1;
        return length <= LongestPath + 1 ? string.Join('/', _path.Skip(depth)) : null;
    }

    private bool IsEnd() => _reader.NodeType == XmlNodeType.EndElement || (_reader.NodeType == XmlNodeType.Element && _reader.IsEmptyElement);

    private int Line => ((IXmlLineInfo)_reader).LineNumber;
}
