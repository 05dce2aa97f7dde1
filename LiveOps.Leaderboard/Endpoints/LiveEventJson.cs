using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Live events in answers.</summary>
internal static class LiveEventJson
{
    /// <summary>What a live event is at a moment: <c>coming</c>, <c>running</c> or <c>over</c>.</summary>
    public static string Status(LiveEvent live, long now) => now < live.Opens ? "coming" : now < live.Closes ? "running" : "over";

    /// <summary>Writes one, with how many are in it where that is asked for.</summary>
    public static void Write(Utf8JsonWriter json, LiveEvent live, long now, LiveEventCounts? counts)
    {
        json.WriteStartObject();
        json.WriteString("id", live.Id);
        json.WriteString("title", live.Title);
        json.WriteString("status", Status(live, now));
        json.WriteString("opensAt", UnixTicks.ToUtc(live.Opens));
        json.WriteString("closesAt", UnixTicks.ToUtc(live.Closes));
        Write(json, live, live.Board, now);
        json.WriteStartObject("multipliers");
        foreach ((EventType type, int hundredths) in live.Multipliers)
            json.WriteNumber(EventTypes.Name(type), (decimal)hundredths / EventMultipliers.Once);
        json.WriteEndObject();
        json.WriteStartObject("entry");
        json.WriteString("mode", live.Entry.Join ? "join" : "open");
        Write(json, "maxEntrants", live.Entry.MaxEntrants);
        Write(json, "maxAttempts", live.Entry.MaxAttempts);
        json.WriteEndObject();
        json.WriteStartArray("rewards");
        foreach (RankReward reward in live.Rewards)
        {
            json.WriteStartObject();
            json.WriteString("ranks", reward.First == reward.Last ? reward.First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{reward.First}-{reward.Last}"));
            json.WriteString("reward", reward.Reward);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (counts is not null)
        {
            json.WriteNumber("entrants", counts.Entrants);
            Write(json, "attempts", counts.Attempts);
            json.WriteNumber("total", counts.Total);
            json.WriteBoolean("final", counts.Final);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes that a player is in it.</summary>
    public static void Write(Utf8JsonWriter json, string live, string player, EntryOutcome entered)
    {
        json.WriteStartObject();
        json.WriteString("event", live);
        json.WriteString("playerId", player);
        json.WriteNumber("attempts", entered.Attempts);
        Write(json, "attemptsLeft", entered.MaxAttempts is { } most ? Math.Max(0, most - entered.Attempts) : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LiveEvent live, LiveEventBoard? board, long now)
    {
        if (board is null)
        {
            json.WriteNull("board");
            return;
        }

        json.WriteStartObject("board");
        json.WriteString("name", board.Name);
        json.WriteString("operator", board.Operator switch
        {
            ScoreOperator.Best => "best",
            ScoreOperator.Last => "last",
            _ => "sum",
        });
        json.WriteString("order", board.Descending ? "desc" : "asc");
        json.WriteString("page", $"/v1/leaderboards/{board.Name}/seasonal{(now < live.Closes ? "" : $"/history/{live.Id}")}");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
