using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Fairness.Rules;

/// <summary>Boards go by 64 bits of their name's hash, never 0: any name may be a board, and names need not be kept.</summary>
internal static class Boards
{
    public static ulong Hash(ReadOnlySpan<byte> board)
    {
        ulong hash = (ulong)IdHash.Of(board);
        return hash == 0 ? 1 : hash;
    }

    public static ulong Hash(string board) => Hash(Encoding.UTF8.GetBytes(board));
}
