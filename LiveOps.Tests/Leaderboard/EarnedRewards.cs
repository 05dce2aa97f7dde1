using LiveOps.Core.Bus;
using LiveOps.Core.Rewards;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard;

/// <summary>What a host has told its bus about rewards by rank.</summary>
internal static class EarnedRewards
{
    /// <summary>Each as <c>reward player</c>, sorted, once: of what is told twice the second grants nothing.</summary>
    public static string[] Told(LeaderboardHost host) => [.. host.Bus.Said.Where(message => message.Kind == BusMessageKind.Rewards)
        .Select(message => RankRewards.TryRead(message.Payload.Span, out RankRewards said) ? said : throw new InvalidDataException())
        .SelectMany(said => said.Players.Select(player => $"{said.Reward} {player.PlayerId}")).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Waits until so many were told.</summary>
    public static async Task<string[]> ToldAsync(LeaderboardHost host, int count)
    {
        await host.RolledOverAsync();
        await Eventually.TrueAsync(() => Told(host).Length >= count);
        return Told(host);
    }
}
