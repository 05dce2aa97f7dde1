using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using LiveOps.Core.Notices;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Claims in one round trip and a commit. The row of the reward decides: whoever changes it while it has no claim is first, and everyone
/// reads the claim that stands. The claim's id is made before, so that whoever does not know whether they committed finds out by asking again.
/// </summary>
internal sealed class SqlClaims(SqlDatabase<ProgressContext> database, WantedNotices wanted)
{
    public async Task<ClaimOutcome> ClaimAsync(RewardClaim claim, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteHash("request"u8, claim.Request);
            json.WriteHash("target"u8, ClaimTarget.Of(Encoding.ASCII.GetBytes(claim.PlayerId), Encoding.ASCII.GetBytes(claim.Reward)));
            json.WriteNumber("at"u8, claim.At);
            json.WriteString("player_id"u8, claim.PlayerId);
            json.WriteString("reward"u8, claim.Reward);
            json.WriteHash("claim"u8, claim.ClaimId);
            json.WriteString("key"u8, claim.KeyId);
            json.WriteString("signature"u8, Convert.ToHexStringLower(claim.Signature));
        });
        return await database.TransactAsync(
            "claim_reward",
            async unit =>
            {
                ClaimOutcome outcome;
                await using (DbDataReader rows = await unit.ReadAsync(("bind_request", batch), ("claim_reward", batch), ("read_claim", batch)))
                {
                    await rows.ReadAsync(unit.Cancellation);
                    outcome = Outcome(rows, claim);
                }

                NoticeBuffer notices = wanted.Begin();
                if (outcome.Status == ClaimStatus.Claimed)
                    notices.TellClaim(claim.PlayerId, claim.Reward, claim.ClaimId, claim.At);
                if (notices.Notices.Count > 0)
                    await unit.ExecuteAsync(NoticeSteps.Write(notices));
                return outcome;
            },
            cancellation);
    }

    private static ClaimOutcome Outcome(DbDataReader row, RewardClaim claim)
    {
        if (!Convert.ToBoolean(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture))
            return ClaimOutcome.RequestReused;
        if (row.IsDBNull(1))
            return ClaimOutcome.NotGranted;
        UInt128 standing = BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(1));
        string receipt = ClaimReceipts.Write(row.GetString(3), claim.PlayerId, standing, claim.Reward, row.GetInt64(2), row.GetFieldValue<byte[]>(4));
        return new ClaimOutcome(standing == claim.ClaimId ? ClaimStatus.Claimed : ClaimStatus.ClaimedBefore, receipt);
    }
}
