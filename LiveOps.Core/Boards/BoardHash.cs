using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Core.Boards;

/// <summary>Boards by 64 bits of their name's hash, never 0, where names need not be kept: any name may be a board.</summary>
public static class BoardHash
{
    /// <summary>Of a name in UTF-8.</summary>
    public static ulong Of(ReadOnlySpan<byte> board)
    {
        ulong hash = (ulong)IdHash.Of(board);
        return hash == 0 ? 1 : hash;
    }

    /// <summary>Of a name.</summary>
    public static ulong Of(string board) => Of(Encoding.UTF8.GetBytes(board));
}
