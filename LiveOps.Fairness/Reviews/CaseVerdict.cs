namespace LiveOps.Fairness.Reviews;

/// <summary>What a moderator does with a case. The numbers are in journals, snapshots and in Redis: never reuse one.</summary>
internal enum CaseVerdict : byte
{
    /// <summary>Takes the last decision back.</summary>
    Undo = 0,

    /// <summary>Blocks the player for a time.</summary>
    Block = 1,

    /// <summary>Finds nothing to hold against the player.</summary>
    Clear = 2,

    /// <summary>Waits for more.</summary>
    Watch = 3,
}

/// <summary>The words of the call and of the audit.</summary>
internal static class CaseVerdicts
{
    /// <summary>Those that are decisions.</summary>
    public static readonly IReadOnlyList<(string Word, CaseVerdict Verdict)> All = [("block", CaseVerdict.Block), ("clear", CaseVerdict.Clear), ("watch", CaseVerdict.Watch)];

    public static string Word(this CaseVerdict verdict) => verdict == CaseVerdict.Undo ? "undo" : All.First(one => one.Verdict == verdict).Word;
}
