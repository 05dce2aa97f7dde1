namespace LiveOps.Core.Bus;

/// <summary>
/// A service's state held in memory and made durable by the journal: the state is a pure function of the records applied, in order, so
/// neither a clock, a random number nor a policy file may be read in <see cref="Apply"/> or <see cref="Execute"/>: what they need is in
/// the record. Calls come from one thread, and never two at once; readers on other threads are the state's own affair.
/// </summary>
public interface IJournaledState
{
    /// <summary>The consumer's name; also names its snapshots.</summary>
    string Name { get; }

    /// <summary>Applies messages in order. The payloads are borrowed until it returns.</summary>
    void Apply(ReadOnlySpan<BusMessage> messages);

    /// <summary>
    /// Applies one of the service's own commands, as sent by <see cref="ICommandLog.ExecuteAsync"/>, and says what came of it. On replay
    /// the answer is dropped.
    /// </summary>
    object? Execute(ReadOnlySpan<byte> command);

    /// <summary>Writes the whole state. Called between records, on the applying thread.</summary>
    void Save(Stream snapshot);

    /// <summary>Replaces the state with a saved one. Called before the first record.</summary>
    /// <exception cref="InvalidDataException">The snapshot is of a newer version, or damaged.</exception>
    void Load(Stream snapshot);
}
