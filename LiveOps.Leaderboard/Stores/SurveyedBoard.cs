using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Stores;

/// <summary>A copy of a board.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Descending">Which way it ranks.</param>
/// <param name="Tracks">Its windows, by <see cref="WindowKind"/>.</param>
internal sealed record SurveyedBoard(string Name, bool Descending, SurveyedTrack[] Tracks);

/// <summary>A copy of a window: which periods are open, and which names are closed.</summary>
internal sealed class SurveyedTrack : PeriodTrack<SurveyedPeriod>
{
    private readonly IReadOnlyList<string> _closed;

    private SurveyedTrack(WindowKind window, IReadOnlyList<string> closed) : base(window) => _closed = closed;

    /// <summary>Copies a window.</summary>
    /// <param name="track">The window.</param>
    /// <param name="closed">The names of closed periods that it knows, beside the last.</param>
    public static SurveyedTrack Of<T>(PeriodTrack<T> track, params IReadOnlyList<string> closed) where T : OpenBounds
    {
        var copy = new SurveyedTrack(track.Window, closed) { ClosedThrough = track.ClosedThrough, ClosedLast = track.ClosedLast };
        copy.Open.AddRange(track.Open.Select(open => new SurveyedPeriod(open.Period)));
        return copy;
    }

    /// <summary>Another copy, whose open periods may be given other ends.</summary>
    public SurveyedTrack Copy() => Of(this, _closed);

    /// <inheritdoc/>
    public override bool WasClosed(string name) => base.WasClosed(name) || _closed.Any(closed => PartNames.IsPart(closed, of: name));
}

/// <summary>A period that takes scores.</summary>
internal sealed class SurveyedPeriod(Period period) : OpenBounds(period);

/// <summary>A row of a ranking.</summary>
internal readonly record struct SurveyedRow(int Rank, string PlayerId, long Score);
