using System.Text.Json;
using LiveOps.Progression.Notes;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Grants;

namespace LiveOps.Tests.Progression.Notes;

/// <summary>What operators write down about players, wherever progress is kept.</summary>
public sealed class Notes_about_players
{
    private const string Path = "/v1/players/ann/notes";

    [Theory, Every<ProgressStores>]
    public async Task A_note_is_kept_with_its_author_and_time_and_stands_in_the_export_and_the_audit(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        (int status, JsonElement first) = await host.PostAsync(Path, """{"text":" said <b>sorry</b> 🙏 "}""");
        Assert.Equal((200, "said <b>sorry</b> 🙏", "ann", "2026-11-20T12:00:00Z"), (status, first.GetProperty("text").GetString(), first.GetProperty("by").GetString(), first.GetProperty("at").GetString()));
        host.Clock.UtcNow += TimeSpan.FromMinutes(1);
        JsonElement second = (await host.PostAsync(Path, """{"text":"and again"}""")).Body;

        Assert.Equal([second.GetRawText(), first.GetRawText()], (await host.ReadAsync(Path)).GetProperty("notes").EnumerateArray().Select(note => note.GetRawText()));
        Assert.Empty((await host.ReadAsync("/v1/players/ben/notes")).GetProperty("notes").EnumerateArray());
        // Of whom nothing else is known.
        Assert.Equal(["and again", "said <b>sorry</b> 🙏"], (await host.ReadAsync("/v1/players/ann/export")).GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("text").GetString()));
        JsonElement entry = (await AuditAsync(host))[1];
        Assert.Equal(("note", "ann", "ann", "said <b>sorry</b> 🙏"), (entry.GetProperty("action").GetString(), entry.GetProperty("by").GetString(), entry.GetProperty("playerId").GetString(), entry.GetProperty("after").GetProperty("text").GetString()));
    }

    [Theory, Every<ProgressStores>]
    public async Task A_note_is_deleted_once_and_the_audit_keeps_what_it_said(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        string id = (await host.PostAsync(Path, """{"text":"a mistake"}""")).Body.GetProperty("id").GetString()!;

        Assert.Equal(204, (await host.DeleteAsync($"{Path}/{id}?reason=of+another", ProgressionHost.OperatorToken)).Status);
        (int status, JsonElement problem) = await host.DeleteAsync($"{Path}/{id}", ProgressionHost.OperatorToken);

        Assert.Equal((404, "https://liveops.dev/problems/unknown-note"), (status, problem.GetProperty("type").GetString()));
        Assert.Empty((await host.ReadAsync(Path)).GetProperty("notes").EnumerateArray());
        JsonElement[] entries = await AuditAsync(host);
        Assert.Equal(["delete-note", "note"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal(("of another", "a mistake"), (entries[0].GetProperty("reason").GetString(), entries[0].GetProperty("before").GetProperty("text").GetString()));
    }

    [Theory, Every<ProgressStores>]
    public async Task Who_is_erased_loses_their_notes_and_nobody_else_does(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        foreach (string player in new[] { "ann", "Ann" })
            await host.PostAsync($"/v1/players/{player}/notes", """{"text":"kept"}""");

        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);

        Assert.Empty((await host.ReadAsync(Path)).GetProperty("notes").EnumerateArray());
        Assert.Single((await host.ReadAsync("/v1/players/Ann/notes")).GetProperty("notes").EnumerateArray());
        Assert.Empty(await AuditAsync(host));
        // The entry stays, and says that there was a note, not what it said.
        JsonElement[] left = [.. (await host.ReadAsync("/v1/audit")).GetProperty("entries").EnumerateArray().Where(entry => entry.GetProperty("action").GetString() == "note")];
        Assert.Equal(["(erased)", "Ann"], left.Select(entry => entry.GetProperty("playerId").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("Ann", Assert.Single(left, entry => entry.ToString().Contains("kept", StringComparison.Ordinal)).GetProperty("playerId").GetString());
    }

    [Theory, Every<ProgressStores>]
    public async Task There_is_an_end_to_them_and_what_is_no_note_is_refused(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        for (int n = 0; n < Note.MostOfPlayer; n++)
            Assert.Equal(200, (await host.PostAsync(Path, $$"""{"text":"{{n}}"}""")).Status);

        Assert.Equal("https://liveops.dev/problems/too-many-notes", (await host.PostAsync(Path, """{"text":"one more"}""")).Body.GetProperty("type").GetString());
        Assert.Equal(Note.MostOfPlayer, (await host.ReadAsync(Path)).GetProperty("notes").GetArrayLength());
        string longest = string.Concat(Enumerable.Repeat("\\u00e4", Note.MaxText));
        Assert.Equal(200, (await host.PostAsync("/v1/players/ben/notes", $$"""{"text":"{{longest}}"}""")).Status);
        foreach (string body in new[] { $$"""{"text":"{{longest}}a"}""", """{"text":""}""", """{"text":"a\nb"}""", """{"text":7}""", """{"text":"a","by":"b"}""", "" })
            Assert.Equal(400, (await host.PostAsync("/v1/players/ben/notes", body)).Status);
        Assert.Equal(400, (await host.PostAsync("/v1/players/a%20b/notes", """{"text":"a"}""")).Status);
    }

    private static async Task<JsonElement[]> AuditAsync(ProgressionHost host) =>
        [.. (await host.ReadAsync("/v1/audit?player=ann")).GetProperty("entries").EnumerateArray().Where(entry => entry.GetProperty("action").GetString() is "note" or "delete-note")];
}
