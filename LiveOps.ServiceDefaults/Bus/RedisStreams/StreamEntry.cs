using LiveOps.Core.Bus;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>A message as it stands in a stream.</summary>
/// <param name="Id">Its place.</param>
/// <param name="Message">The message.</param>
internal readonly record struct StreamEntry(string Id, BusMessage Message)
{
    /// <summary>The entries of a reply; those that were deleted under a reader's feet are left out.</summary>
    public static List<StreamEntry> Read(RedisResult entries)
    {
        if (entries.IsNull)
            return [];
        var list = new List<StreamEntry>();
        foreach (RedisResult entry in (RedisResult[])entries!)
        {
            if (entry.IsNull)
                continue;
            var idAndFields = (RedisResult[])entry!;
            if (!idAndFields[1].IsNull)
                list.Add(new StreamEntry((string)idAndFields[0]!, MessageOf((RedisResult[])idAndFields[1]!)));
        }

        return list;
    }

    private static BusMessage MessageOf(RedisResult[] fields)
    {
        var kind = default(BusMessageKind);
        byte[] payload = [];
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            switch ((string?)fields[i])
            {
                case "k":
                    kind = (BusMessageKind)(int)fields[i + 1];
                    break;
                case "p":
                    payload = (byte[])fields[i + 1]!;
                    break;
            }
        }

        return new BusMessage(kind, payload);
    }
}
