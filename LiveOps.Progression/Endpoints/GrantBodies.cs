using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Progression.Grants;

namespace LiveOps.Progression.Endpoints;

/// <summary>What to grant.</summary>
/// <param name="Id">The caller's: it makes the grant once.</param>
/// <param name="Reason">Why, for the player's export and the audit.</param>
/// <param name="Xp">XP; less than 0 takes it away, where the policy allows that.</param>
/// <param name="Items">How many of which item.</param>
/// <param name="Counters">How much for which counter.</param>
/// <param name="Reward">A reward to be claimed.</param>
internal sealed record GrantRequestBody(
    string Id,
    [property: MinLength(1), MaxLength(GrantContent.MaxReason)] string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Xp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Counters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reward);

/// <summary>What to grant to many players.</summary>
/// <param name="Id">The job's, the caller's: it makes the grant once for each player.</param>
/// <param name="Reason">Why.</param>
/// <param name="Xp">XP; less than 0 takes it away, where the policy allows that.</param>
/// <param name="Items">How many of which item.</param>
/// <param name="Counters">How much for which counter.</param>
/// <param name="Reward">A reward to be claimed.</param>
/// <param name="PlayerIds">To whom. With none, each of the lines behind this one has a player: <c>{"playerId":"ada"}</c>.</param>
internal sealed record GrantOrderBody(
    string Id,
    [property: MinLength(1), MaxLength(GrantContent.MaxReason)] string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Xp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Counters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reward,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(GrantJob.MostPlayers)] string[]? PlayerIds);

/// <summary>What came of amounts that are not what was asked for.</summary>
internal sealed record AppliedBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Xp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Counters);

/// <summary>A grant that a player was given.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="GrantedAt">When.</param>
/// <param name="By">Who granted it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Xp">The XP that was asked for.</param>
/// <param name="Items">The items that were asked for.</param>
/// <param name="Counters">What was asked for of counters.</param>
/// <param name="Reward">The reward.</param>
/// <param name="Applied">What came of the amounts, where a cap held or there was less to take away.</param>
internal sealed record GivenGrantBody(
    string Id, DateTimeOffset GrantedAt, string By, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Xp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Counters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reward,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AppliedBody? Applied);

/// <summary>The same grant for many players, as it stands.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Status">How it stands.</param>
/// <param name="MadeAt">When it was asked for.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Xp">The XP for each.</param>
/// <param name="Items">The items for each.</param>
/// <param name="Counters">What counters go up by for each.</param>
/// <param name="Reward">The reward for each.</param>
/// <param name="Total">How many players.</param>
/// <param name="Granted">How many were given it.</param>
/// <param name="Known">How many had it before, under this id.</param>
/// <param name="Unknown">How many there are not.</param>
/// <param name="Refused">How many have too many grants, or another under this id.</param>
/// <param name="Left">How many are still to come.</param>
/// <param name="UnknownPlayers">The first of those that there are not.</param>
internal sealed record GrantJobBody(
    string Id, [property: AllowedValues("running", "stopped", "done")] string Status, DateTime MadeAt, string By, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Xp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, long>? Counters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reward,
    int Total, int Granted, int Known, int Unknown, int Refused, int Left, IReadOnlyList<string> UnknownPlayers)
{
    public static GrantJobBody Of(GrantJob job) => new(
        job.Grant.Id, job.Status switch { GrantJobStatus.Running => "running", GrantJobStatus.Stopped => "stopped", _ => "done" }, DateTime.UnixEpoch.AddTicks(job.MadeAt), job.Grant.By, job.Grant.Reason,
        job.Grant.Xp == 0 ? null : job.Grant.Xp, Each(job.Grant.Items), Each(job.Grant.Counters), job.Grant.Reward,
        job.Total, job.Granted, job.Known, job.Unknown, job.Refused, job.Left, job.UnknownPlayers);

    private static Dictionary<string, long>? Each(IReadOnlyList<(string Name, long Amount)> each) => each.Count == 0 ? null : each.ToDictionary(one => one.Name, one => one.Amount);
}

/// <summary>Jobs of grants, newest first.</summary>
internal sealed record GrantJobsBody(GrantJobBody[] Jobs);
