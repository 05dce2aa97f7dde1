using System.Text.RegularExpressions;

namespace LiveOps.Tests.Docs;

/// <summary>What differs from run to run in an output (times, periods, secrets, random ids), and is compared by its form alone.</summary>
internal static partial class Varying
{
    public static string TakenOut(string output)
    {
        foreach ((Regex form, string name) in (ReadOnlySpan<(Regex, string)>)[
            (Time(), "<time>"), (Period(), "<period>"), (Secret(), "<secret>"), (Jws(), "<receipt>"), (PlayerKey(), "<key>"), (Id(), "<id>"), (Epoch(), "\"iat\":<time>"), (Claim(), "\"jti\":<id>")])
            output = form.Replace(output, name);
        return output;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b\d{4}-(\d\d-\d\d|W\d\d|Q\d)")]
    private static partial Regex Period();

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+")]
    private static partial Regex Secret();

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Jws();

    [GeneratedRegex(@"p\.ada\.\d+")]
    private static partial Regex PlayerKey();

    [GeneratedRegex(@"\b[0-9a-f]{16,}\b")]
    private static partial Regex Id();

    [GeneratedRegex("\"iat\":\\d+")]
    private static partial Regex Epoch();

    [GeneratedRegex("\"jti\":\"[\\w-]+\"")]
    private static partial Regex Claim();
}
