using LiveOps.Core.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Journaled;

/// <summary>A journal in memory: what one state was given, in order, to be given to another.</summary>
internal sealed class MemoryLog : ITestStore, ICommandLog
{
    private readonly Lock _gate = new();
    private readonly List<(BusMessage? Message, byte[]? Command)> _records = [];
    private readonly List<(int Commands, TaskCompletionSource Reached)> _waiting = [];
    private IJournaledState? _state;

    /// <summary>How many commands it holds.</summary>
    public int Commands
    {
        get
        {
            lock (_gate)
                return _records.Count(record => record.Command is not null);
        }
    }

    /// <summary>Messages published, events aside.</summary>
    public IReadOnlyList<BusMessageKind> Published
    {
        get
        {
            lock (_gate)
                return [.. _records.Where(record => record.Message is { Kind: not BusMessageKind.Events }).Select(record => record.Message!.Value.Kind)];
        }
    }

    public bool IsDown { get; set; }

    public IReadOnlyList<(string Name, string Value)> Settings => [];

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<ICommandLog>(this);
        services.AddSingleton<IEventBus>(this);
    }

    public void Serve(IServiceProvider services) => Replay(services.GetRequiredService<IJournaledState>());

    /// <summary>Completes when it holds so many commands.</summary>
    public Task WhenCommandsAsync(int count)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            Wake();
            return reached.Task;
        }
    }

    /// <summary>Gives a fresh state all records, and from now on every new one.</summary>
    public void Replay(IJournaledState state)
    {
        lock (_gate)
        {
            _state = state;
            foreach ((BusMessage? message, byte[]? command) in _records)
            {
                if (message is { } published)
                    state.Apply([published]);
                else
                    state.Execute(command);
            }
        }
    }

    public Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default)
    {
        Assert.Equal("progression", consumer);
        lock (_gate)
        {
            ThrowIfDown();
            byte[] copy = command.ToArray();
            object? outcome = _state!.Execute(copy);
            _records.Add((null, copy));
            Wake();
            return Task.FromResult(outcome);
        }
    }

    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            ThrowIfDown();
            var copy = new BusMessage(message.Kind, message.Payload.ToArray());
            _records.Add((copy, null));
            _state!.Apply([copy]);
            return ValueTask.CompletedTask;
        }
    }

    private void Wake()
    {
        foreach ((_, TaskCompletionSource reached) in _waiting.Where(waiting => waiting.Commands <= _records.Count(record => record.Command is not null)))
            reached.TrySetResult();
    }

    private void ThrowIfDown()
    {
        if (IsDown)
            throw new BusUnavailableException("the disk is full");
    }
}
