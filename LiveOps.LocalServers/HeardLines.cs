using System.Text;

namespace LiveOps.LocalServers;

/// <summary>All lines that processes printed, whichever thread heard them.</summary>
internal sealed class HeardLines
{
    private readonly StringBuilder _text = new();

    /// <summary>Takes note of a line.</summary>
    public void Add(string line)
    {
        lock (_text)
            _text.AppendLine(line);
    }

    /// <summary>Those so far.</summary>
    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }
}
