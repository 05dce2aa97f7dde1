namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>One line of a service's table of documents.</summary>
/// <param name="Name">The document's name in paths: <c>boards</c>.</param>
/// <param name="File">Its file's name in <c>POLICY_DIR</c>, without <c>.json</c>: <c>leaderboard</c>.</param>
public sealed record PolicyName(string Name, string File);
