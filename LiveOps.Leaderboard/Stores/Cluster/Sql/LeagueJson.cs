using System.Text.Json.Serialization;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>How what is kept of leagues in one column is written.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(LeagueToClose))]
internal sealed partial class LeagueJson : JsonSerializerContext;
