using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.State;

namespace LiveOps.Tests.Fairness.State;

/// <summary>All that is durable in a state, as text in an order of its own, so that two states can be compared.</summary>
internal static class StateText
{
    public static string Of(FairnessState state)
    {
        var lines = new List<string>();
        for (int i = 0; i < Shard.Count; i++)
        {
            Shard shard = state.ShardOf(new UInt128((ulong)i, 0));
            for (int number = 0; number < shard.Players.End; number++)
            {
                PlayerSlot player = shard.Players[number];
                if (player.LearnedAt == 0)
                    continue;
                lines.Add($"@player {player.Id:x} {player.LearnedAt} {Text(player.ScoreRhythm)} {Text(player.KillRhythm)}{Scores(shard, player.Scores)}");
            }

            foreach ((UInt128 id, var record) in shard.Records)
            {
                using var stream = new MemoryStream();
                using var writer = new BinaryWriter(stream);
                record.Durable.Save(writer);
                if (!record.Durable.IsEmpty)
                    lines.Add($"@record {id:x} {Convert.ToHexString(stream.ToArray())}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        lines.AddRange(state.Flags.Page(long.MaxValue, int.MaxValue, _ => true, out _).Select(flag => flag.ToString()));
        lines.AddRange(state.Audit.Page(new AuditQuery(int.MaxValue - 1))!.Entries.Select(found => found.Entry.ToString()));
        lines.AddRange(state.Cases.All().Select(Text));
        lines.Add(Encoding.UTF8.GetString(state.Document.BaseJson.Span));
        if (state.Document.At(long.MaxValue) is { } policy)
            lines.Add(Convert.ToHexString(policy.Orders.ToBytes()));
        return string.Join('\n', lines);
    }

    private static string Text(Case one)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        CaseFormat.Write(writer, one);
        return $"@case {one.PlayerId} {Convert.ToHexString(stream.ToArray())}";
    }

    private static string Text(in Rhythm rhythm) => $"{rhythm.At}/{rhythm.Mean:R}/{rhythm.Variance:R}/{rhythm.Count}";

    private static string Scores(Shard shard, int first)
    {
        var text = new StringBuilder();
        foreach (ScoreHistory h in shard.Scores.Of(first))
        {
            text.Append(null, $" | {h.Board:x} {h.Highest} {h.Lowest} {h.Last} {h.Mean:R} {h.Variance:R} {h.RunStart} {h.Count} {h.Run}");
        }

        return text.ToString();
    }
}
