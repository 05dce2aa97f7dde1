using System.Xml;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Rows;

/// <summary>
/// Elements of an XML file that lie on a path from its root, such as <c>/scores/score</c>; names without their namespaces. A row's fields are the texts of what is in it, by path
/// (<c>player/name</c>), attributes (<c>@id</c>, <c>player/@id</c>) and its own text (<c>.</c>). It is strict: no DTD, so no entities but the five, and nothing is fetched; no more
/// than one row is held.
/// </summary>
internal sealed class XmlRows
{
    private const int DeepestElement = 64, MostFields = 1000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private readonly MeteredStream _stream;
    private readonly XmlReader _reader;
    private readonly string[] _record;
    private readonly List<string> _path = [];

    private XmlRows(MeteredStream stream, string record)
    {
        _stream = stream;
        _record = record.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _reader = XmlReader.Create(stream, Settings);
    }

    /// <param name="stream">The file.</param>
    /// <param name="record">The path of a row.</param>
    public static IEnumerable<SourceRow> Read(MeteredStream stream, string record)
    {
        var rows = new XmlRows(stream, record);
        using (rows._reader)
        {
            while (rows.Next() is { } row)
                yield return row;
        }
    }

    private SourceRow? Next()
    {
        try
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
        catch (XmlException e)
        {
            throw CliFault.Failed($"line {e.LineNumber}: the file is not XML that is read here: {e.Message}", e);
        }
    }

    // One node; the path is that of the element that it is, or is in.
    private bool Advance()
    {
        if (_reader.NodeType == XmlNodeType.EndElement || (_reader.NodeType == XmlNodeType.Element && _reader.IsEmptyElement))
            _path.RemoveAt(_path.Count - 1);
        if (!_reader.Read())
            return false;
        if (_reader.NodeType != XmlNodeType.Element)
            return true;
        if (_path.Count == DeepestElement)
            throw CliFault.Failed($"line {Line}: elements lie more than {DeepestElement} deep; that is no file of rows.");
        _path.Add(_reader.LocalName);
        if (_path.Count <= _record.Length)
            _stream.Renew(); // what lies between rows is no part of one
        return true;
    }

    private SourceRow Row()
    {
        long line = Line;
        int depth = _path.Count;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? fault = null, open = null;
        Attributes("");
        while (!(IsEnd() && _path.Count == depth) && Advance())
        {
            string inner = string.Join('/', _path.Skip(depth));
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                AddText(inner.Length > 0 ? inner : ".", _reader.Value);
                continue;
            }

            if (_reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
                open = null;
            if (_reader.NodeType == XmlNodeType.Element)
                Attributes(inner.Length > 0 ? inner + "/" : "");
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

    private bool IsEnd() => _reader.NodeType == XmlNodeType.EndElement || (_reader.NodeType == XmlNodeType.Element && _reader.IsEmptyElement);

    private long Line => ((IXmlLineInfo)_reader).LineNumber;
}
