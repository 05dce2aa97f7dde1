using System.Buffers.Binary;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Core.Rewards;

/// <summary>
/// That players earned a reward by their rank, as the leaderboard says it on the bus (<see cref="Bus.BusMessageKind.Rewards"/>) when something has closed. It may come twice: a player has a reward
/// of a name once. Many players are many of these. In bytes, little-endian: <c>u8 version=1 | i64 at | u8 length | reward | u16 count | count times: u8 length | player | i64 reached at</c>.
/// </summary>
public sealed class RankRewards
{
    /// <summary>The most players of one: some 37 KB, and as many as are granted something in one step.</summary>
    public const int MostPlayers = 500;

    private const byte Version = 1;
    private const int HeadLength = 10;

    /// <param name="reward">The reward's name, an id.</param>
    /// <param name="at">When it was earned: Unix ticks.</param>
    /// <param name="players">Who earned it, <see cref="MostPlayers"/> at most.</param>
    public RankRewards(string reward, long at, IReadOnlyList<RewardedPlayer> players)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(players.Count, MostPlayers);
        (Reward, At, Players) = (reward, at, players);
    }

    /// <summary>The reward's name.</summary>
    public string Reward { get; }

    /// <summary>When it was earned: Unix ticks.</summary>
    public long At { get; }

    /// <summary>Who earned it.</summary>
    public IReadOnlyList<RewardedPlayer> Players { get; }

    /// <summary>As many of these as it takes.</summary>
    public static IEnumerable<RankRewards> Of(string reward, long at, IEnumerable<RewardedPlayer> players) =>
        players.Chunk(MostPlayers).Select(some => new RankRewards(reward, at, some));

    /// <summary>The same without a player; null when nobody is left, itself when they are not in it.</summary>
    public RankRewards? Without(string playerId)
    {
        RewardedPlayer[] left = [.. Players.Where(player => player.PlayerId != playerId)];
        return left.Length == Players.Count ? this : left.Length == 0 ? null : new RankRewards(Reward, At, left);
    }

    /// <summary>As a message's payload.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeadLength + Reward.Length + sizeof(ushort) + Players.Sum(player => 1 + player.PlayerId.Length + sizeof(long))];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), At);
        bytes[HeadLength - 1] = (byte)Reward.Length;
        Span<byte> rest = bytes.AsSpan(HeadLength);
        rest = rest[Encoding.ASCII.GetBytes(Reward, rest)..];
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)Players.Count);
        rest = rest[sizeof(ushort)..];
        foreach (RewardedPlayer player in Players)
        {
            rest[0] = (byte)player.PlayerId.Length;
            rest = rest[(1 + Encoding.ASCII.GetBytes(player.PlayerId, rest[1..]))..];
            BinaryPrimitives.WriteInt64LittleEndian(rest, player.ReachedAt);
            rest = rest[sizeof(long)..];
        }

        return bytes;
    }

    /// <summary>Reads a payload; false when it is none of a version that this program knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RankRewards rewards)
    {
        rewards = null!;
        if (bytes.Length < HeadLength + sizeof(ushort) || bytes[0] != Version)
            return false;
        long at = BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]);
        int length = bytes[HeadLength - 1];
        ReadOnlySpan<byte> rest = bytes[HeadLength..];
        if (rest.Length < length + sizeof(ushort) || !IdRule.WasValid(rest[..length]))
            return false;
        string reward = Encoding.ASCII.GetString(rest[..length]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(rest[length..]);
        rest = rest[(length + sizeof(ushort))..];
        if (count > MostPlayers)
            return false;
        var players = new RewardedPlayer[count];
        for (int i = 0; i < count; i++)
        {
            if (rest.IsEmpty || rest.Length < 1 + rest[0] + sizeof(long) || !IdRule.WasValid(rest.Slice(1, rest[0])))
                return false;
            ReadOnlySpan<byte> id = rest.Slice(1, rest[0]);
            rest = rest[(1 + id.Length)..];
            players[i] = new RewardedPlayer(Encoding.ASCII.GetString(id), BinaryPrimitives.ReadInt64LittleEndian(rest));
            rest = rest[sizeof(long)..];
        }

        if (!rest.IsEmpty)
            return false;
        rewards = new RankRewards(reward, at, players);
        return true;
    }
}
