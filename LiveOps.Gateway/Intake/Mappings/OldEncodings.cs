using System.Text;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>Encodings from before Unicode, by name, for XML that says it has one: as strict as those that the document names, since bytes that are no text are a fault there too.</summary>
internal sealed class OldEncodings : EncodingProvider
{
    /// <summary>The one that there is; registered twice it is there once.</summary>
    public static readonly OldEncodings Instance = new();

    private OldEncodings()
    {
    }

    /// <inheritdoc/>
    public override Encoding? GetEncoding(int codepage) => null;

    /// <inheritdoc/>
    public override Encoding? GetEncoding(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
