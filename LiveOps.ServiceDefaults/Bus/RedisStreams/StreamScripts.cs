using System.Text;
using LiveOps.ServiceDefaults.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>The Lua scripts of the bus, embedded; each says in its head what it does.</summary>
internal static class StreamScripts
{
    public static readonly TimelyScript Publish = new(Read("publish"));
    public static readonly string Survey = Read("survey");
    public static readonly string Sweep = Read("sweep");
    public static readonly TimelyScript SetAside = new(Read("set_aside"));
    public static readonly string ListLetters = Read("list_letters");
    public static readonly TimelyScript Replay = new(Read("replay"));
    public static readonly TimelyScript Discard = new("return redis.call('XDEL', KEYS[1], ARGV[1])");

    /// <summary>How the scripts begin the error that says that no more is taken.</summary>
    public const string Full = "BUSFULL";

    private static string Read(string name)
    {
        using Stream resource = typeof(StreamScripts).Assembly.GetManifestResourceStream($"{typeof(StreamScripts).Namespace}.{name}.lua")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
