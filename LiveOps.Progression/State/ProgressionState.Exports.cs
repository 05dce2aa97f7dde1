using System.Text;
using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.State;

/// <content>Copies of players for exports, a few at a time.</content>
internal sealed partial class ProgressionState
{
    /// <summary>Copies some players.</summary>
    /// <param name="from">Where to begin: 0, or what the call before answered.</param>
    /// <param name="copies">Gets them.</param>
    /// <returns>Where to go on; -1 at the end.</returns>
    public int CopyProgress(int from, List<CopiedProgress> copies)
    {
        lock (_gate)
        {
            int number = from, end = Math.Min(_players.Ids.End, from + CopiedAtOnce);
            for (; number < end; number++)
            {
                // One who has gained nothing yet is nobody: of them nothing is shown either.
                if (_players.Ids.IsUsed(number) && _players[number].UpdatedAt > 0)
                    copies.Add(CopyProgress(number));
            }

            return end == _players.Ids.End ? -1 : end;
        }
    }

    private CopiedProgress CopyProgress(int number)
    {
        Player player = _players[number];
        return new CopiedProgress(
            _players.Ids.Text(number), player.Level, player.Xp, player.Kills, Json(player.Bosses, _players.BossNames), Json(player.Items, _players.ItemNames), Json(player.Counters, _players.CounterNames), player.UpdatedAt);
    }

    private string Json(ShortList list, NameTable names) => Encoding.UTF8.GetString(SqlBatch.One(json =>
    {
        foreach (Tally tally in _players.Tallies.Of(list))
            json.WriteNumber(names.Utf8(tally.Name), tally.Count);
    }).Span);
}
