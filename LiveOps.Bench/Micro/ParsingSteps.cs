using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LiveOps.Core.Events;

namespace LiveOps.Bench.Micro;

/// <summary>Reading a body, beside a walk over its JSON that keeps nothing.</summary>
public class ParsingSteps
{
    private readonly EventIntake _intake = new();
    private byte[] _one = [], _many = [];

    [GlobalSetup]
    public void SetUp()
    {
        _one = Samples.Body(1);
        _many = Samples.Body(Samples.BatchSize);
    }

    [Benchmark(Description = "one event parsed and validated")]
    public EventBody ParseOne() => EventReader.Read(_one, _intake, out _);

    [Benchmark(Description = "batch of 100 parsed and validated, an event", OperationsPerInvoke = Samples.BatchSize)]
    public EventBody ParseMany() => EventReader.Read(_many, _intake, out _);

    [Benchmark(Description = "  walked by Utf8JsonReader only, an event", OperationsPerInvoke = Samples.BatchSize)]
    public int Walk()
    {
        var reader = new Utf8JsonReader(_many);
        int tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }
}
