namespace LiveOps.Client.Sending;

/// <summary>One request of those that go side by side: its body, and which events of the batch it holds.</summary>
internal sealed class RequestPart
{
    public RequestBody Body { get; } = new();

    /// <summary>Indices in the batch, in order.</summary>
    public List<int> Events { get; } = new();

    public void Begin()
    {
        Events.Clear();
        Body.Begin();
    }

    public void Add(int index, ReadOnlySpan<byte> text)
    {
        Events.Add(index);
        Body.Add(text);
    }
}
