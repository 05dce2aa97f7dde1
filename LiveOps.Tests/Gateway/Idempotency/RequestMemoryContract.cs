using System.Text;
using LiveOps.Core.Events;
using LiveOps.Gateway.Idempotency;

namespace LiveOps.Tests.Gateway.Idempotency;

/// <summary>What any memory of requests must do.</summary>
public abstract class RequestMemoryContract : IAsyncLifetime
{
    private static int _next;

    private IRequestMemory _memory = null!;

    public async ValueTask InitializeAsync() => _memory = await StartAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_key_is_claimed_once_until_it_is_released()
    {
        IdempotencyKey key = NewKey();
        Assert.Equal(Claim.New, (await _memory.ClaimAsync(key)).Claim);
        Assert.Equal(Claim.InFlight, (await _memory.ClaimAsync(key)).Claim);
        Assert.Equal(Claim.OtherBody, (await _memory.ClaimAsync(key with { Body = key.Body + 1 })).Claim);
        await _memory.ReleaseAsync(key);
        Assert.Equal(Claim.New, (await _memory.ClaimAsync(key with { Body = key.Body + 1 })).Claim);
    }

    [Fact]
    public async Task Of_many_claims_at_once_one_is_new()
    {
        IdempotencyKey key = NewKey();
        ClaimAnswer[] claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await _memory.ClaimAsync(key))));
        Assert.Single(claims, claim => claim.Claim == Claim.New);
        Assert.Equal(49, claims.Count(claim => claim.Claim == Claim.InFlight));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"accepted":2,"duplicates":1,"rejected":[]}""")]
    public async Task A_completed_request_gives_its_answer_again(string answer)
    {
        IdempotencyKey key = NewKey();
        await _memory.ClaimAsync(key);
        await _memory.CompleteAsync(key, BatchOf(key, answer, "a", "b"));
        for (int again = 0; again < 2; again++)
        {
            ClaimAnswer claim = await _memory.ClaimAsync(key);
            Assert.Equal(Claim.Answered, claim.Claim);
            Assert.Equal(answer, Encoding.UTF8.GetString(claim.Json ?? []));
            Assert.Equal(answer.Length == 0, claim.Json is null);
        }

        Assert.Equal(Claim.OtherBody, (await _memory.ClaimAsync(key with { Body = key.Body + 1 })).Claim);
    }

    [Fact]
    public async Task The_ids_of_a_completed_request_are_known_and_its_stamps_passed()
    {
        IdempotencyKey key = NewKey();
        string a = $"{key.Request}-a", b = $"{key.Request}-b", c = $"{key.Request}-c";
        await _memory.ClaimAsync(key);
        await _memory.CompleteAsync(key, BatchOf(key, "", a, b));
        Assert.Equal("known new known", Known(BatchOf(key, "", b, c, a)));
        Assert.Equal(AcceptedAt + 2, _memory.LastAcceptedAt);
    }

    [Fact]
    public async Task An_id_is_its_players_and_the_same_id_with_other_content_is_told_apart()
    {
        IdempotencyKey key = NewKey();
        string id = $"{key.Request}";
        await _memory.ClaimAsync(key);
        await _memory.CompleteAsync(key, BatchOf(key, "", id));
        var builder = new EventBatchBuilder();
        foreach ((string player, long value) in new[] { ("p", 1L), ("p", 2L), ("q", 1L) })
            builder.Append(new GameEvent { Type = EventType.XpGained, Id = Encoding.UTF8.GetBytes(id), PlayerId = Encoding.UTF8.GetBytes(player), Value = value });
        Assert.Equal("known other new", Known(builder.Seal(AcceptedAt)));
    }

    private protected const long AcceptedAt = 17_000_000_000_000_000;

    private protected abstract Task<IRequestMemory> StartAsync();

    private protected static IdempotencyKey NewKey() => new((UInt128)Interlocked.Increment(ref _next) << 70 | 7, 5);

    private protected static EventBatch BatchOf(IdempotencyKey key, string answer, params string[] ids)
    {
        var builder = new EventBatchBuilder();
        foreach (string id in ids)
            builder.Append(new GameEvent { Type = EventType.XpGained, Id = Encoding.UTF8.GetBytes(id), PlayerId = "p"u8, Value = 1 });
        byte[] origin = new byte[Origin.HeaderLength + answer.Length];
        Origin.Write(origin, key);
        Encoding.UTF8.GetBytes(answer, origin.AsSpan(Origin.HeaderLength));
        return builder.Seal(AcceptedAt, default, origin);
    }

    private string Known(EventBatch batch)
    {
        UInt128[] hashes = new UInt128[batch.Count];
        bool[] known = new bool[batch.Count], other = new bool[batch.Count];
        int n = 0;
        foreach (GameEvent e in batch)
        {
            hashes[n] = EventHash.Of(e);
            other[n] = _memory.SaidOther(hashes[n++], EventHash.ContentOf(e));
        }

        Assert.Equal(_memory.MarkKnown(batch, hashes, known), known.Count(some => some));
        return string.Join(' ', known.Zip(other).Select(each => each switch { (true, true) => "other", (true, _) => "known", _ => "new" }));
    }
}
