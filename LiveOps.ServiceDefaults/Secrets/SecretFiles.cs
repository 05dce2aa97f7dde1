using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>
/// Settings from the files of a folder, as Kubernetes, the Secrets Store CSI driver and Docker mount secrets: the file's name is the
/// setting's, <c>__</c> in it stands for <c>:</c>, its text without the last line break is the value. The folder need not exist, now or ever: a mount that is swapped has none for a moment.
/// </summary>
/// <param name="folder">Its path.</param>
/// <param name="clock">Drives the looking.</param>
internal sealed class SecretFiles(string folder, TimeProvider clock) : IConfigurationSource
{
    /// <summary>How often the folder is looked at. Polled: watchers miss the way Kubernetes swaps a mounted folder.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Larger files are no secrets of ours and are passed over; bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(folder, clock);

    private sealed class Provider(string folder, TimeProvider clock) : ConfigurationProvider, IDisposable
    {
        private ITimer? _timer;

        public override void Load()
        {
            Data = Read() ?? Data;
            _timer ??= clock.CreateTimer(_ => Look(), null, Interval, Interval);
        }

        public void Dispose() => _timer?.Dispose();

        private void Look()
        {
            if (Read() is not { } read || (read.Count == Data.Count && read.All(setting => Data.TryGetValue(setting.Key, out string? value) && value == setting.Value)))
                return;
            Data = read;
            OnReload();
        }

        /// <summary>All files; null while the folder cannot be read whole, as in the moment when a mount is swapped: what was read stays.</summary>
        private Dictionary<string, string?>? Read()
        {
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            if (!Directory.Exists(folder))
                return settings;
            try
            {
                foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
                {
                    // Kubernetes keeps its own links there, all beginning with "..".
                    if (file.Name.StartsWith('.') || (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length > MaxBytes)
                        continue;
                    settings[file.Name.Replace("__", ConfigurationPath.KeyDelimiter)] = File.ReadAllText(file.FullName).TrimEnd('\r', '\n');
                }

                return settings;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
