namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>The connections that clients have, and whether they may have any.</summary>
internal sealed class ClientConnections
{
    private readonly Lock _gate = new();
    private readonly HashSet<ClientConnection> _open = [];
    private bool _refused;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Whether new ones are broken off at once, and there are none.</summary>
    public bool Refused
    {
        get
        {
            lock (_gate)
                return _refused;
        }
        set
        {
            lock (_gate)
                _refused = value;
            if (value)
                BreakAll();
        }
    }

    public void Add(ClientConnection connection)
    {
        bool refused;
        lock (_gate)
        {
            refused = _refused;
            if (!refused)
                _open.Add(connection);
        }

        if (refused)
            connection.Break();
    }

    public void Remove(ClientConnection connection)
    {
        lock (_gate)
            _open.Remove(connection);
    }

    public void BreakAll()
    {
        ClientConnection[] open;
        lock (_gate)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (ClientConnection connection in open)
            connection.Break();
    }
}
