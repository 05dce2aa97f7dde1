using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Primitives;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>
/// Puts a store of secrets above <c>appsettings.json</c> and below the environment, the command line, and configurations chained in by
/// hand (the embedded system's environment). It is added last and looks past
/// itself, because a source put in between makes <see cref="ConfigurationManager"/> build all the others anew, without the values that
/// were set on them since.
/// </summary>
/// <param name="root">The configuration it is added to.</param>
/// <param name="read">Reads the store: a configuration that holds nothing but secrets.</param>
internal sealed class SecretSource(IConfigurationRoot root, Func<ConfigurationManager> read) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(root, read());

    /// <summary>The store, as part of the configuration.</summary>
    internal sealed class Provider(IConfigurationRoot root, ConfigurationManager store) : IConfigurationProvider, IDisposable
    {
        private readonly ChainedConfigurationProvider _chained = new(new ChainedConfigurationSource { Configuration = store, ShouldDisposeConfiguration = true });

        /// <summary>Every value the store holds now, but operators' roles: they lie beside tokens, and are words that logs need.</summary>
        public IEnumerable<string> Values => store.AsEnumerable().Where(setting => !setting.Key.EndsWith(":Role", StringComparison.OrdinalIgnoreCase)).Select(setting => setting.Value).OfType<string>();

        public bool TryGet(string key, out string? value)
        {
            foreach (IConfigurationProvider stronger in root.Providers.Reverse())
            {
                if (stronger is not (EnvironmentVariablesConfigurationProvider or CommandLineConfigurationProvider or ChainedConfigurationProvider) || !stronger.TryGet(key, out value))
                    continue;
                if (value is { Length: > 0 })
                    return true;
                break; // set to nothing is not set, as compose files do by HMAC_SECRET=${HMAC_SECRET}
            }

            return _chained.TryGet(key, out value);
        }

        /// <summary>Nothing: what a program sets while it runs is no secret, and would be struck out of its log.</summary>
        public void Set(string key, string? value)
        {
        }

        public IChangeToken GetReloadToken() => _chained.GetReloadToken();

        public void Load() => _chained.Load();

        public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => _chained.GetChildKeys(earlierKeys, parentPath);

        public void Dispose() => _chained.Dispose();
    }
}
