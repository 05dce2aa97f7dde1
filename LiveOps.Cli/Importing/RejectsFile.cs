using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Importing;

/// <summary>Rows that do not count, a JSON object each, to be put right and imported again. What a run wrote beyond its last checkpoint is cut off, for those rows come again.</summary>
internal sealed class RejectsFile : IDisposable
{
    private readonly FileStream _file;
    private readonly StreamWriter _writer;

    private RejectsFile(FileStream file) => (_file, _writer) = (file, new StreamWriter(file));

    public static RejectsFile Open(string path, long length)
    {
        try
        {
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            file.SetLength(Math.Min(length, file.Length));
            file.Position = file.Length;
            return new RejectsFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"the rejected rows cannot be written to {path}: {PlainText.Sentence(e.Message)} Name another file by --rejects.", e);
        }
    }

    public void Add(RowOutcome row) => _writer.WriteLine(JsonText.Of(new { line = row.Line, problem = row.Problem, detail = row.Detail, playerId = row.PlayerId }));

    /// <summary>Hands what was added to the system; the length so far.</summary>
    public long Flush()
    {
        _writer.Flush();
        return _file.Position;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }
}
