using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>Reads how a source proves who it is.</summary>
internal static partial class ProofReader
{
    private const int MostCertificates = 4;
    private const long DefaultTolerance = 300, MostTolerance = 24 * 3600;

    private static readonly BasicProof Nobody = new("");

    public static SenderProof Proof(PolicyNode node)
    {
        node.Only("hmac", "basic", "certificate");
        if (node.Members.Count != 1)
        {
            node.Fault("must be one of hmac, basic, certificate");
            return Nobody;
        }

        return (node["hmac"], node["basic"], node["certificate"]) switch
        {
            ({ } hmac, _, _) => Hmac(hmac),
            (_, { } basic, _) => Basic(basic),
            (_, _, { } certificate) => Certificate(certificate),
            _ => Nobody,
        };
    }

    private static HmacProof Hmac(PolicyNode node)
    {
        node.Only("header", "algorithm", "encoding", "prefix", "timestampHeader", "tolerance");
        string prefix = node["prefix"]?.Text() ?? "";
        if (prefix.Length > 32)
            node.Get("prefix").Fault("must be at most 32 characters");
        if (node["tolerance"] is not null && node["timestampHeader"] is null)
            node.Get("tolerance").Fault("is of the time in timestampHeader, which is not there");
        return new HmacProof(
            Header(node.Get("header")), node["algorithm"]?.Choice(("sha256", false), ("sha512", true)) ?? false, node["encoding"]?.Choice(("hex", false), ("base64", true)) ?? false, prefix,
            node["timestampHeader"] is { } time ? Header(time) : null, node["tolerance"]?.Whole(1, MostTolerance) ?? DefaultTolerance);
    }

    private static BasicProof Basic(PolicyNode node)
    {
        node.Only("user");
        string user = node.Get("user").Text();
        if (user.Length is 0 or > 64 || user.Contains(':', StringComparison.Ordinal))
            node.Get("user").Fault("must be 1 to 64 characters without a colon");
        return new BasicProof(user);
    }

    private static CertificateProof Certificate(PolicyNode node)
    {
        node.Only("sha256");
        IReadOnlyList<PolicyNode> given = node.Get("sha256").Items;
        if (given.Count is 0 or > MostCertificates)
            node.Get("sha256").Fault($"must be 1 to {MostCertificates} certificates");
        var thumbprints = new List<string>();
        foreach (PolicyNode one in given)
        {
            string text = one.Text().Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
            if (!Sha256().IsMatch(text))
                one.Fault("must be the SHA-256 of a certificate in 64 hexadecimal digits, as openssl x509 -fingerprint -sha256 prints it");
            thumbprints.Add(text);
        }

        return new CertificateProof(thumbprints);
    }

    private static string Header(PolicyNode node)
    {
        string name = node.Text();
        if (!HeaderName().IsMatch(name))
            node.Fault("must be the name of a header");
        return name;
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$")]
    private static partial Regex HeaderName();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();
}
