using LiveOps.Core.Receipts;
using LiveOps.Progression.Players;

namespace LiveOps.Progression.State;

/// <summary>Writes and reads a <see cref="PlayerTable"/>. Numbers are given anew when it is read: those that were freed leave no gaps.</summary>
internal static class PlayerTableSnapshot
{
    public static void Save(BinaryWriter writer, PlayerTable players, int edition)
    {
        int[] bosses = SaveNames(writer, players.BossNames);
        int[] items = SaveNames(writer, players.ItemNames);
        int[] counters = SaveNames(writer, players.CounterNames);
        int[] rewards = SaveNames(writer, players.RewardNames);
        int[] keys = SaveNames(writer, players.KeyIds);
        writer.Write(players.Ids.Count);
        for (int number = 0; number < players.Ids.End; number++)
        {
            if (!players.Ids.IsUsed(number))
                continue;
            ref Player player = ref players[number];
            writer.WriteId(players.Ids.Utf8(number));
            writer.Write7BitEncodedInt64(player.Xp);
            writer.Write(player.UpdatedAt);
            writer.Write7BitEncodedInt(player.Kills);
            writer.Write7BitEncodedInt(player.Level);
            writer.Write(player.JudgedUnder == edition);
            SaveTallies(writer, players.Tallies.Of(player.Bosses), bosses);
            SaveTallies(writer, players.Tallies.Of(player.Items), items);
            SaveTallies(writer, players.Tallies.Of(player.Counters), counters);
            SaveGrants(writer, players, player.Rewards, rewards, keys);
        }
    }

    /// <summary>Reads into an empty table.</summary>
    /// <param name="reader">Behind it a snapshot.</param>
    /// <param name="players">The table.</param>
    /// <param name="edition">The number of the rules that the table is under from now on.</param>
    /// <param name="version">The snapshot's.</param>
    public static void Load(BinaryReader reader, PlayerTable players, int edition, byte version)
    {
        Span<byte> buffer = stackalloc byte[byte.MaxValue];
        int[] bosses = LoadNames(reader, players.BossNames, buffer), items = LoadNames(reader, players.ItemNames, buffer);
        int[] counters = version < 5 ? [] : LoadNames(reader, players.CounterNames, buffer);
        int[] rewards = LoadNames(reader, players.RewardNames, buffer), keys = LoadNames(reader, players.KeyIds, buffer);
        int left = reader.ReadInt32();
        players.Ids.Reserve(left);
        for (; left > 0; left--)
        {
            ref Player player = ref players[players.GetOrAdd(reader.ReadId(buffer))];
            player.Xp = reader.Read7BitEncodedInt64();
            player.UpdatedAt = reader.ReadInt64();
            player.Kills = reader.Read7BitEncodedInt();
            player.Level = reader.Read7BitEncodedInt();
            player.JudgedUnder = reader.ReadBoolean() ? edition : 0;
            LoadTallies(reader, players, ref player.Bosses, players.BossNames, bosses);
            LoadTallies(reader, players, ref player.Items, players.ItemNames, items);
            if (version >= 5)
                LoadTallies(reader, players, ref player.Counters, players.CounterNames, counters);
            LoadGrants(reader, players, ref player.Rewards, rewards, keys, version);
        }

        // While reading, every name had one use of the table itself, so that none went away.
        Settle(players.BossNames, bosses);
        Settle(players.ItemNames, items);
        Settle(players.CounterNames, counters);
        Settle(players.RewardNames, rewards);
    }

    private static int[] SaveNames(BinaryWriter writer, NameTable names)
    {
        int[] packed = new int[names.End];
        writer.Write(names.Count);
        int next = 0;
        for (int number = 0; number < names.End; number++)
        {
            if (!names.IsUsed(number))
                continue;
            packed[number] = next++;
            writer.WriteId(names.Utf8(number));
        }

        return packed;
    }

    private static int[] LoadNames(BinaryReader reader, NameTable names, Span<byte> buffer)
    {
        int[] numbers = new int[reader.ReadInt32()];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = names.Use(reader.ReadId(buffer));
        return numbers;
    }

    private static void Settle(NameTable names, int[] numbers)
    {
        foreach (int number in numbers)
            names.Release(number);
    }

    private static void SaveTallies(BinaryWriter writer, ReadOnlySpan<Tally> tallies, int[] packed)
    {
        writer.Write7BitEncodedInt(tallies.Length);
        foreach (Tally tally in tallies)
        {
            writer.Write7BitEncodedInt(packed[tally.Name]);
            writer.Write7BitEncodedInt64(tally.Count);
        }
    }

    private static void LoadTallies(BinaryReader reader, PlayerTable players, ref ShortList list, NameTable names, int[] numbers)
    {
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            int name = numbers[reader.Read7BitEncodedInt()];
            names.UseAgain(name);
            players.Tallies.Add(ref list, new Tally { Name = name, Count = reader.Read7BitEncodedInt64() });
        }
    }

    private static void SaveGrants(BinaryWriter writer, PlayerTable players, ShortList list, int[] packedRewards, int[] packedKeys)
    {
        ReadOnlySpan<Grant> grants = players.Grants.Of(list);
        writer.Write7BitEncodedInt(grants.Length);
        foreach (Grant grant in grants)
        {
            writer.Write7BitEncodedInt(packedRewards[grant.Reward]);
            writer.Write(grant.At);
            writer.Write(grant.Claim != Grant.Unclaimed);
            if (grant.Claim == Grant.Unclaimed)
                continue;
            ref Claim claim = ref players.Claim(grant.Claim);
            writer.Write(claim.Id);
            writer.Write(claim.At);
            writer.Write7BitEncodedInt(packedKeys[claim.Key]);
            writer.Write(claim.SignatureLength);
            writer.Write(claim.Signature[..claim.SignatureLength]);
        }
    }

    private static void LoadGrants(BinaryReader reader, PlayerTable players, ref ShortList list, int[] rewards, int[] keys, byte version)
    {
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var grant = new Grant { Reward = rewards[reader.Read7BitEncodedInt()], At = reader.ReadInt64(), Claim = Grant.Unclaimed };
            players.RewardNames.UseAgain(grant.Reward);
            if (reader.ReadBoolean())
            {
                var claim = new Claim { Id = reader.ReadUInt128(), At = reader.ReadInt64(), Key = keys[reader.Read7BitEncodedInt()] };
                claim.SignatureLength = version < 5 ? (byte)Receipt.ShortSignature : reader.ReadByte();
                reader.BaseStream.ReadExactly(claim.Signature[..claim.SignatureLength]);
                grant.Claim = players.AddClaim(claim);
            }

            players.Grants.Add(ref list, grant);
        }
    }
}
