using System.Globalization;
using System.Text;

namespace LiveOps.Console.Services;

/// <summary>A path of a service, put together of text that anybody may have typed.</summary>
internal static class ServicePath
{
    /// <summary>The path with what is put into it escaped; null where a part of it would lead elsewhere: no escape helps <c>.</c> and <c>..</c>.</summary>
    public static string? Of(FormattableString path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        object?[] parts = path.GetArguments();
        for (int at = 0; at < parts.Length; at++)
        {
            string part = Convert.ToString(parts[at], CultureInfo.InvariantCulture) ?? "";
            if (part is "" or "." or "..")
                return null;
            parts[at] = Uri.EscapeDataString(part);
        }

        var whole = new StringBuilder(string.Format(CultureInfo.InvariantCulture, path.Format, parts));
        char mark = '?';
        foreach ((string name, string? value) in query)
        {
            if (string.IsNullOrEmpty(value))
                continue;
            whole.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        return whole.ToString();
    }
}
