using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.State;

/// <summary>What operators did, in the record of the journal that does it: what was before and what is now is seen here, where nothing comes in between.</summary>
internal sealed partial class LeaderboardState
{
    // What did nothing is not in the audit.
    private object? ExecuteAudited(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> inner = AuditedCommand.Read(rest, out AuditEntry entry);
        if (inner.IsEmpty)
        {
            Audit.Add(entry);
            return null;
        }

        CommandKind kind = Commands.Read(inner, out _);
        string before = Before(kind, entry);
        object? done = Execute(inner, entry);
        AuditEntry? told = (kind, done) switch
        {
            (CommandKind.Hide or CommandKind.Show, _) when before == AuditJson.Hidden(kind == CommandKind.Hide) => null,
            (CommandKind.Hide, _) => entry with { Before = before, After = AuditJson.Hidden(true) },
            (CommandKind.Show, _) => entry with { Before = before, After = AuditJson.Hidden(false) },
            (CommandKind.Remove, true) => entry with { Before = before, After = AuditJson.Scores([]) },
            (CommandKind.EndEarly, RolledOver rolled) => entry with { Before = AuditJson.Before(rolled), After = AuditJson.After(rolled) },
            (CommandKind.DropBoard, DroppedBoard dropped) => entry with { Before = AuditJson.Before(dropped), After = AuditJson.Dropped },
            (CommandKind.Document or CommandKind.Leagues or CommandKind.LiveEvents, Core.Policies.PolicyVersion) => entry,
            _ => null,
        };
        if (told is not null)
            Audit.Add(told);
        return done;
    }

    private string Before(CommandKind kind, AuditEntry entry)
    {
        lock (Gate)
        {
            int player = entry.PlayerId.Length == 0 ? -1 : Players.Find(Encoding.ASCII.GetBytes(entry.PlayerId));
            return kind switch
            {
                CommandKind.Hide or CommandKind.Show => AuditJson.Hidden(player >= 0 && _hiddenByOperator.Contains(player)),
                CommandKind.Remove when player >= 0 && FindBoard(Encoding.ASCII.GetBytes(entry.Board)) is { } board && WindowKinds.TryParse(entry.Window, out WindowKind window) =>
                    AuditJson.Scores(board.Tracks[(int)window].Open.Where(period => period.TryFindScore(player, out _, out _)).Select(period =>
                    {
                        period.TryFindScore(player, out long score, out long at);
                        return (period.Period.Name, score, at);
                    })),
                _ => "",
            };
        }
    }

    private byte[] SaveAudit()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Audit.Save(writer);
        return stream.ToArray();
    }

    private void LoadAudit(byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved), Encoding.UTF8);
        Audit.Load(reader);
    }
}
