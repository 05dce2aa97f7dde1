namespace LiveOps.Fairness.Flags;

/// <summary>A flag's numbers in commands, snapshots and cases.</summary>
internal static class SightFormat
{
    public static void Write(BinaryWriter writer, Sight? sight)
    {
        writer.Write(sight is not null);
        if (sight is null)
            return;
        writer.Write(sight.Rejects);
        writer.Write(sight.Subject);
        writer.Write(sight.Value);
        writer.Write(sight.Bound is not null);
        if (sight.Bound is { } bound)
            writer.Write(bound);
        writer.Write(sight.Normal is not null);
        if (sight.Normal is not { } normal)
            return;
        writer.Write(normal.OfIntervals);
        writer.Write(normal.Count);
        writer.Write(normal.Mean);
        writer.Write(normal.Deviation);
        writer.Write(normal.Best);
    }

    public static Sight? Read(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
            return null;
        bool rejects = reader.ReadBoolean();
        string subject = reader.ReadString();
        double value = reader.ReadDouble();
        double? bound = reader.ReadBoolean() ? reader.ReadDouble() : null;
        Distribution? normal = reader.ReadBoolean()
            ? new Distribution(reader.ReadBoolean(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64())
            : null;
        return new Sight(rejects, subject, value, bound, normal);
    }
}
