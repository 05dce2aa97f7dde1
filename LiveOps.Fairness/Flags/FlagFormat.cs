namespace LiveOps.Fairness.Flags;

/// <summary>A flag in commands and snapshots.</summary>
internal static class FlagFormat
{
    public static void Write(BinaryWriter writer, Flag flag)
    {
        writer.Write(flag.At);
        writer.Write(flag.PlayerId);
        writer.Write(flag.Rule);
        writer.Write(flag.EventId);
        writer.Write(flag.Observed);
        writer.Write(flag.Expected);
    }

    public static Flag Read(BinaryReader reader)
    {
        long at = reader.ReadInt64();
        return new Flag(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), at);
    }
}
