namespace LiveOps.Console.Sessions;

/// <summary>Which sessions ended before their time: one that was signed out of, or all of an operator's from before a moment.</summary>
internal interface ISignOuts
{
    /// <summary>Whether a session still holds.</summary>
    ValueTask<bool> HoldsAsync(SignedIn session);

    /// <summary>Ends one session; false where other replicas cannot be told now, and are told later.</summary>
    ValueTask<bool> EndAsync(SignedIn session);

    /// <summary>Ends all sessions of an operator; false as above.</summary>
    ValueTask<bool> EndAllAsync(SignedIn session);
}
