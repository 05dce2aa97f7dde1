using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prometheus;

/// <summary>
/// Writes the Prometheus text format 0.0.4:
/// https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md#text-based-format
/// </summary>
internal sealed class TextFormat
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" :
        double.IsNegativeInfinity(value) ? "-Inf" :
        value.ToString("g", CultureInfo.InvariantCulture);

    public static string Escape(string text) => text.Replace("\\", @"\\").Replace("\n", @"\n").Replace("\"", "\\\"");

    public void Family(string name, string help, string type)
    {
        Text($"# HELP {name} {help.Replace("\\", @"\\").Replace("\n", @"\n")}\n");
        Text($"# TYPE {name} {type}\n");
    }

    public void Sample(string name, string suffix, byte[] labels, string extraLabel, double value)
    {
        Text(name);
        Text(suffix);
        if (labels.Length > 0 || extraLabel.Length > 0)
        {
            Text("{");
            _buffer.Write(labels);
            if (labels.Length > 0 && extraLabel.Length > 0)
                Text(",");
            Text(extraLabel);
            Text("}");
        }

        Text(" ");
        Text(Number(value));
        Text("\n");
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _buffer);
}
