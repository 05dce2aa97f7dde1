namespace LiveOps.ServiceDefaults.Settings;

/// <summary>A setting is missing or wrong: the start stops with this sentence, which names the setting and never holds a secret.</summary>
public sealed class SettingException : Exception
{
    /// <param name="message">One sentence, with the setting's name in it.</param>
    /// <param name="inner">What went wrong beneath, if anything.</param>
    public SettingException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
