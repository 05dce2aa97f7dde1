using System.Reflection;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>
/// A policy read from <c>POLICY_DIR/&lt;name&gt;.json</c>, or, while there is no such file, from the default that is built into the
/// service's assembly as the resource <c>&lt;name&gt;.json</c>. Looked at every <see cref="Interval"/> and taken up when its bytes changed;
/// a bad edit keeps the policy in force and says why; so does a bad file at start where a version that was good is kept. Polling, because file watchers miss the way Kubernetes swaps a ConfigMap.
/// </summary>
/// <typeparam name="T">The parsed policy; immutable.</typeparam>
public sealed partial class PolicyFile<T> : IDisposable where T : class
{
    /// <summary>How often the file is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The largest policy file, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly Func<byte[], T> _parse;
    private readonly ILogger _logger;
    private readonly string? _path;
    private readonly byte[] _builtIn;
    private readonly Prometheus.ICounter? _refusals;
    private readonly ITimer _timer;
    private readonly PolicyObjector<T>? _objections;
    private readonly Func<byte[]?>? _lastGood;
    private readonly Lock _looks = new(), _gate = new();
    private bool _isUnasked; // at start nobody could say whether anything speaks against the file
    private byte[] _bytes;
    private byte[]? _refused;
    private volatile T _current;
    private volatile bool _hasFile, _isOfFile;
    private volatile string? _refusal;

    /// <param name="name">The service's name: the file's, without <c>.json</c>.</param>
    /// <param name="defaults">The assembly that holds the default as a resource.</param>
    /// <param name="parse">Parses and validates; throws <see cref="PolicyException"/>.</param>
    /// <param name="configuration">For <c>POLICY_DIR</c>.</param>
    /// <param name="clock">Drives the looking.</param>
    /// <param name="logger">Where a change, or a refusal with its reason, is told.</param>
    /// <param name="lastGood">The last version that was good, asked for when the file is wrong at start; null for none.</param>
    /// <param name="refusals">Counts what is refused.</param>
    /// <param name="objections">Says what speaks against a file's policy that can be read.</param>
    /// <exception cref="SettingException">The folder is not there, or the file is wrong at start and no good version is known.</exception>
    public PolicyFile(
        string name, Assembly defaults, Func<byte[], T> parse, IConfiguration configuration, TimeProvider clock, ILogger logger, Func<byte[]?>? lastGood = null, Prometheus.ICounter? refusals = null,
        PolicyObjector<T>? objections = null)
    {
        _parse = parse;
        _logger = logger;
        if (configuration["POLICY_DIR"] is { Length: > 0 } folder)
            _path = Directory.Exists(folder) ? Path.Combine(folder, name + ".json") : throw new SettingException($"POLICY_DIR names {folder}, and there is no such folder: policies that are not where they are looked for would not be in force.");
        _refusals = refusals;
        _objections = objections;
        _lastGood = lastGood;
        _builtIn = ReadBuiltIn(name, defaults);
        byte[]? bytes = null;
        try
        {
            bytes = ReadFile();
            _hasFile = bytes is not null;
            bytes ??= _builtIn;
            (_bytes, _current) = (bytes, parse(bytes));
            _isOfFile = _hasFile;
            _isUnasked = _hasFile && !TryAsk(_current);
        }
        catch (Exception e) when (e is PolicyException or IOException or UnauthorizedAccessException)
        {
            (_bytes, _current) = LastGood() ?? throw new SettingException($"{_path ?? name + ".json"} (in POLICY_DIR) is not a usable policy: {e.Message}");
            _hasFile = true; // what is built in is never wrong
            _isOfFile = !_bytes.AsSpan().SequenceEqual(_builtIn);
            Refuse(bytes, e.Message);
        }

        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The policy in force.</summary>
    public T Current => _current;

    /// <summary>Why the file as it is now was refused; null when it is in force.</summary>
    public string? Refusal => _refusal;

    /// <summary>Whether there is a file, good or not: then nobody else may change the document.</summary>
    public bool HasFile => _hasFile;

    /// <summary>Whether what is in force here came from a file; else it is built in, and gives way to versions of the document.</summary>
    public bool IsOfFile => _isOfFile;

    /// <summary>The JSON that is built in.</summary>
    public ReadOnlyMemory<byte> BuiltIn => _builtIn;

    /// <summary>The JSON of the policy in force.</summary>
    public ReadOnlyMemory<byte> Json
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Called after a new policy has come into force, on the looking thread.</summary>
    public event Action<T>? Changed;

    /// <summary>Looks at the file now.</summary>
    public void Look()
    {
        lock (_looks)
        {
            byte[]? bytes = null;
            try
            {
                bytes = ReadFile();
                _hasFile = bytes is not null;
                bytes ??= _builtIn;
                bool isSame = bytes.AsSpan().SequenceEqual(_bytes), isOfFile = _hasFile;
                if (!isSame && _refused is not null && bytes.AsSpan().SequenceEqual(_refused))
                    return; // said once
                T policy = isSame ? _current : _parse(bytes);
                if (isOfFile && (!isSame || _isUnasked) && !TryAsk(policy))
                    return; // at the next look
                _isUnasked = false;
                TakeUp(bytes, policy);
                _refused = null;
                _refusal = null;
                if (isSame && isOfFile == _isOfFile)
                    return;
                _isOfFile = isOfFile;
                Log.Changed(_logger, _path!);
            }
            catch (Exception e) when (e is PolicyException or IOException or UnauthorizedAccessException)
            {
                if (bytes is not null || _refused is null)
                    Refuse(bytes, e.Message);
                if (!_isUnasked || LastGood() is not { } good)
                    return;
                TakeUp(good.Bytes, good.Policy);
                _isOfFile = !good.Bytes.AsSpan().SequenceEqual(_builtIn);
                _isUnasked = false;
            }
        }

        Changed?.Invoke(_current);
    }

    private void TakeUp(byte[] bytes, T policy)
    {
        lock (_gate)
            (_current, _bytes) = (policy, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    // False when nobody can say now.
    private bool TryAsk(T policy) => _objections is null || _objections.TryAsk(policy);

    private (byte[] Bytes, T Policy)? LastGood()
    {
        try
        {
            return _lastGood?.Invoke() is { } bytes ? (bytes, _parse(bytes)) : null;
        }
        catch (PolicyException)
        {
            return null; // good for a former version
        }
    }

    private void Refuse(byte[]? bytes, string reason)
    {
        Log.Refused(_logger, _path!, reason);
        _refused = bytes ?? [];
        _refusal = reason;
        _refusals?.Inc();
    }

    private byte[]? ReadFile()
    {
        if (_path is null || !File.Exists(_path))
            return null;
        if (new FileInfo(_path).Length > MaxBytes)
            throw new PolicyException($"the file is larger than {MaxBytes} bytes");
        return File.ReadAllBytes(_path);
    }

    private static byte[] ReadBuiltIn(string name, Assembly assembly)
    {
        using Stream stream = assembly.GetManifestResourceStream(name + ".json")
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {name}.json");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Path} changed; the new policy is in force.")]
        public static partial void Changed(ILogger logger, string path);

        [LoggerMessage(LogLevel.Error, "{Path} was not taken up, the policy before it stays in force: {Reason}")]
        public static partial void Refused(ILogger logger, string path, string reason);
    }
}
