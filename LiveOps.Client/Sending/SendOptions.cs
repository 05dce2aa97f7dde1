namespace LiveOps.Client.Sending;

/// <summary>How events are sent.</summary>
public sealed class SendOptions
{
    /// <summary>The most events a request holds: 1 to 1,000.</summary>
    public int BatchSize { get; set; } = 1000;

    /// <summary>How many requests go side by side, each player's events in one of them: 1 to 16. One is enough for a player's client; more for a server with many players.</summary>
    public int Parallel { get; set; } = 1;

    /// <summary>How long fewer events than that wait for more.</summary>
    public TimeSpan BatchDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the first pause is after a failure; each further one is twice as long, with jitter.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause, unless the server asks for more.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether bodies are compressed (gzip): a tenth of the bytes, for some of the processor's time.</summary>
    public bool Compress { get; set; }

    /// <summary>Is told what became of each event, on the thread that sends. What it throws goes to <see cref="OnFault"/>.</summary>
    public Action<EventVerdict>? OnVerdict { get; set; }

    /// <summary>Is told of every request that has to be sent again: of a key that is refused (401) the game should know. What it throws goes to <see cref="OnFault"/>.</summary>
    public Action<Calls.Problem>? OnRetry { get; set; }

    /// <summary>Is told what <see cref="OnVerdict"/> or <see cref="OnRetry"/> threw, and what went wrong in the background, such as a disk that fails; what it throws itself is told to nobody.</summary>
    public Action<Exception>? OnFault { get; set; }

    internal void Fault(Exception e)
    {
        try
        {
            OnFault?.Invoke(e);
        }
#pragma warning disable CA1031 // the game's code may throw anything; the events go on
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nobody is left to tell.
        }
    }

    internal void Check()
    {
        if (BatchSize is < 1 or > 1000)
            throw new ArgumentException("BatchSize must be from 1 to 1000");
        if (Parallel is < 1 or > 16)
            throw new ArgumentException("Parallel must be from 1 to 16");
        if (BatchDelay < TimeSpan.Zero || FirstPause <= TimeSpan.Zero || LongestPause < FirstPause || LongestPause > TimeSpan.FromDays(1) || BatchDelay > TimeSpan.FromDays(1))
            throw new ArgumentException("pauses must be longer than none, and the longest no shorter than the first, and none longer than a day");
    }
}
