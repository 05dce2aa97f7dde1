using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.Operators.Endpoints;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What the leaderboard knows of a player, for an export.</summary>
internal static class KnownEndpoints
{
    public static void MapKnown(this WebApplication app) => app.MapKnown(GetAsync).Produces<KnownBody>();

    private static async Task GetAsync(HttpContext context, IKnownPlayers players, string? player = null)
    {
        if (KnownCall.Check(player) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        KnownPlayer known = await players.FindAsync(player!, context.RequestAborted);
        await Answers.SendAsync(context, json => Write(json, known));
    }

    private static void Write(Utf8JsonWriter json, KnownPlayer known)
    {
        json.WriteStartObject();
        json.WriteBoolean("known", known.IsKnown);
        WriteEach(json, "ranks", known.Ranks, place => WritePlace(json, place, isPast: false));
        WriteHiding(json, known.Hiding);
        WriteEach(json, "periods", known.Periods, place => WritePlace(json, place, isPast: true));
        json.WriteStartArray("leagues");
        foreach (LeaguePlace place in known.Leagues)
            LeagueEndpoints.Write(json, place);
        json.WriteEndArray();
        WriteEach(json, "liveEvents", known.Entries, entry =>
        {
            json.WriteString("liveEvent", entry.LiveEvent);
            json.WriteNumber("attempts", entry.Attempts);
        });
        json.WriteStartArray("cutShort");
        foreach (string member in known.CutShort)
            json.WriteStringValue(member);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEach<T>(Utf8JsonWriter json, string member, IReadOnlyList<T> all, Action<T> write)
    {
        json.WriteStartArray(member);
        foreach (T one in all)
        {
            json.WriteStartObject();
            write(one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHiding(Utf8JsonWriter json, HiddenPlayer? hiding)
    {
        json.WriteStartObject("hidden");
        json.WriteBoolean("isHidden", hiding is not null);
        json.WriteBoolean("byOperator", hiding?.ByOperator ?? false);
        if (hiding?.BlockedUntil is { } until)
            json.WriteString("blockedUntil", UnixTicks.ToUtc(until));
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, KnownPlace place, bool isPast)
    {
        json.WriteString("board", place.Board);
        json.WriteString("window", WindowKinds.Name(place.Window));
        json.WriteString("period", place.Period.Name);
        if (isPast)
        {
            json.WriteString("closesAt", UnixTicks.ToUtc(place.Period.Closes));
            json.WriteBoolean("final", place.Final);
        }

        if (place.Rank is { } rank)
            json.WriteNumber("rank", rank);
        else
            json.WriteNull("rank");
        json.WriteNumber("score", place.Score);
        json.WriteString("achievedAt", UnixTicks.ToUtc(place.AchievedAt));
    }
}
