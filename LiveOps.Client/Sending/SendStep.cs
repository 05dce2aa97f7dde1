namespace LiveOps.Client.Sending;

/// <summary>What one attempt came to: nothing waits, or nothing that the key may send; something went on; or it is to be tried again after a pause.</summary>
internal readonly struct SendStep(bool isEmpty, TimeSpan pause)
{
    public static readonly SendStep Empty = new(true, TimeSpan.Zero), GoneOn = new(false, TimeSpan.Zero);

    public bool IsEmpty { get; } = isEmpty;

    /// <summary>Zero: at once.</summary>
    public TimeSpan Pause { get; } = pause;

    /// <summary>What waits is of other players than the key's: nothing to send, until there is more, or another key.</summary>
    public static SendStep Held(TimeSpan pause) => new(true, pause);

    public static SendStep After(TimeSpan pause) => new(false, pause);
}
