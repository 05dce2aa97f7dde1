using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Bench.Load;
using LiveOps.Bench.Servers;

namespace LiveOps.Tests.Bench;

/// <summary>What the gateway is held against must do what the report says of it.</summary>
public class The_baseline_server
{
    [Theory]
    [InlineData(4096)]
    [InlineData(16 * 1024)]
    public void The_HMAC_is_of_the_whole_body_in_however_many_pieces_it_came(int length)
    {
        byte[] body = new byte[length];
        new Random(1).NextBytes(body);
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(PresignedRequests.Secret), body);

        Assert.Equal(expected, BaselineServer.Mac(new ReadOnlySequence<byte>(body)));
        Assert.Equal(expected, BaselineServer.Mac(InPieces(body, 1000)));
    }

    private static ReadOnlySequence<byte> InPieces(byte[] body, int piece)
    {
        Piece first = new(body.AsMemory(0, piece), null), last = first;
        for (int from = piece; from < body.Length; from += piece)
            last = new Piece(body.AsMemory(from, Math.Min(piece, body.Length - from)), last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
