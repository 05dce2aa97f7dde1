namespace LiveOps.Console.Shell;

/// <summary>
/// Large forms of whoever has not signed in: only of a document whose session ended while it was typed is one honest, and gets back what was typed. So no more than <see cref="Most"/> are held at once, until they are answered,
/// and each is read within <see cref="Patience"/>: a form is held whole, and several times over once it is read.
/// </summary>
internal sealed class FormsOfStrangers(TimeProvider clock) : IDisposable
{
    /// <summary>The largest form that takes no place, in bytes: a token with each of its characters escaped, and what stands beside it.</summary>
    public const int Small = 32 << 10;

    /// <summary>How many larger ones are held at once.</summary>
    public const int Most = 4;

    /// <summary>How long one may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _places = new(Most, Most);

    public void Dispose() => _places.Dispose();

    /// <summary>Reads such a form; a 503 where there is no place. One that comes too slowly ends with its connection.</summary>
    public async Task<int> ReadAsync(HttpContext http, Func<CancellationToken, Task<int>> read)
    {
        if (!_places.Wait(0, CancellationToken.None))
            return StatusCodes.Status503ServiceUnavailable;
        http.Response.OnCompleted(() => // whoever does not read the answer has it held, and what they sent with it
        {
            _places.Release();
            return Task.CompletedTask;
        });
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, http.RequestAborted);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // Whoever reads forms ends the connection with it: nobody hears of this.
            return StatusCodes.Status408RequestTimeout;
        }
    }
}
