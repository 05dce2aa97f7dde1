using System.Net.Http.Headers;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Operators;

/// <summary>Operators with names, roles and tokens of their own.</summary>
public sealed class Operators_by_name
{
    private const string Ann = "the token of ann, a moderator", Bob = "the token of bob, a viewer";

    private static readonly string[] OfAnn = [$"Operators:ann:Token={Ann}", "Operators:ann:Role=moderator"];

    [Fact]
    public async Task Are_who_their_token_says_and_as_far_as_their_role_goes()
    {
        await using DefaultsHost host = await StartAsync([.. OfAnn, $"Operators:bob:Token= {Bob}\n", "Operators:bob:Role= Viewer ", "OPERATOR_TOKEN=shared"]);
        Assert.Equal("200 ann Moderator token", await CallAsync(host, Ann));
        Assert.Equal("200 ann Moderator token", await CallAsync(host, Ann, says: "carl"));
        Assert.Equal("403", await CallAsync(host, Bob));
        Assert.Equal("200 operator Admin operator-token", await CallAsync(host, "shared"));
        Assert.Equal("200 carl Admin operator-token", await CallAsync(host, "shared", says: "carl"));
        Assert.Equal("200 operator Admin operator-token", await CallAsync(host, "shared", says: "policy"));
        Assert.Equal("401", await CallAsync(host, Ann + "x"));
        Assert.Equal("401", await CallAsync(host, Ann[..^1]));
        Assert.Equal("401", await CallAsync(host, null));
        Assert.Equal("403", await CallAsync(host, Ann, path: "/admins"));
        Assert.Equal("403", await CallAsync(host, Ann, path: "/missing"));
        Assert.Equal("200 operator Admin operator-token", await CallAsync(host, "shared", path: "/missing"));
    }

    [Fact]
    public async Task May_have_several_tokens_while_one_takes_the_place_of_another()
    {
        await using DefaultsHost host = await StartAsync([.. OfAnn, "Operators:ann:Tokens:0=another token of ann's", "Operators:ann:Tokens:1=and a third token of ann's"]);
        foreach (string token in (string[])[Ann, "another token of ann's", "and a third token of ann's"])
            Assert.Equal("200 ann Moderator token", await CallAsync(host, token));
    }

    [Theory]
    [InlineData("Operators__ann__Role must be viewer, moderator, operator or admin.", "Operators:ann:Token=0123456789abcdef")]
    [InlineData("Operators__ann__Role must be viewer, moderator, operator or admin.", "Operators:ann:Token=0123456789abcdef", "Operators:ann:Role=root")]
    [InlineData("Operators__ann__Role must be viewer, moderator, operator or admin.", "Operators:ann:Token=0123456789abcdef", "Operators:ann:Role=1")]
    [InlineData("Operators__ann__Token is not set: without it ann cannot be let in.", "Operators:ann:Role=admin")]
    [InlineData("Operators__ann__Token must have at least 16 characters.", "Operators:ann:Token=0123456789abcde", "Operators:ann:Role=admin")]
    [InlineData("Operators__ann__Tokens is no setting: one token is Operators__ann__Token, several are Operators__ann__Tokens__<n>, the first Operators__ann__Tokens__0.", "Operators:ann:Token=0123456789abcdef", "Operators:ann:Tokens=0123456789abcdef", "Operators:ann:Role=admin")]
    [InlineData("Operators__ann__Tokens__1 must have at least 16 characters.", "Operators:ann:Tokens:0=0123456789abcdef", "Operators:ann:Tokens:1= ", "Operators:ann:Role=admin")]
    [InlineData("Operators__bob__Token is the token of Operators__ann__Token too: every operator needs one of their own.", "Operators:ann:Token=0123456789abcdef", "Operators:ann:Role=admin", "Operators:bob:Token=0123456789abcdef ", "Operators:bob:Role=viewer")]
    [InlineData("Operators__ann__Token is the token of OPERATOR_TOKEN too: every operator needs one of their own.", "Operators:ann:Token=0123456789abcdef", "Operators:ann:Role=viewer", "OPERATOR_TOKEN=0123456789abcdef")]
    [InlineData("Operators__ann__Token has quotation marks around it, and whether they belong to the token cannot be known: leave them out.", "Operators:ann:Token='0123456789abcdef'", "Operators:ann:Role=admin")]
    [InlineData("Operators__<name>: a name must be 1 to 64 characters of [A-Za-z0-9_.:-], and not . or .., and policy and schedule are the system's own; policy is none.", "Operators:policy:Token=0123456789abcdef", "Operators:policy:Role=admin")]
    public async Task Who_cannot_be_let_in_stops_the_start(string sentence, params string[] settings)
    {
        var e = await Assert.ThrowsAsync<SettingException>(() => StartAsync(settings));
        Assert.Equal(sentence, e.Message);
    }

    [Fact]
    public async Task Change_with_their_files_and_who_is_wrong_is_left_out_alone()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        Write("Operators__ann__Token", Ann);
        Write("Operators__ann__Role", "moderator");
        await using DefaultsHost host = await StartAsync([$"SECRETS_DIR={folder.Path}"], clock);
        Assert.Equal("200 ann Moderator token", await CallAsync(host, Ann));

        const string New = "the new token of ann";
        Write("Operators__ann__Token", New);
        Write("Operators__bob__Token", Bob);
        Write("Operators__bob__Role", "boss");
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("401", await CallAsync(host, Ann));
        Assert.Equal("200 ann Moderator token", await CallAsync(host, New));
        Assert.Equal("401", await CallAsync(host, Bob));

        Write("Operators__bob__Role", "admin");
        Write("Operators__ann__Token", "short");
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("200 bob Admin token", await CallAsync(host, Bob));
        Assert.Equal("401", await CallAsync(host, New));
        Assert.Equal("401", await CallAsync(host, "short"));

        void Write(string name, string text) => File.WriteAllText(folder.File(name), text + "\n");
    }

    private static Task<DefaultsHost> StartAsync(string[] settings, ManualClock? clock = null) => DefaultsHost.StartAsync(
        app =>
        {
            app.MapGet("/moderators", Who).RequireOperator();
            app.MapGet("/admins", Who).RequireOperator();
            app.MapGet("/missing", Who).RequireOperator();
        },
        builder =>
        {
            if (clock is not null)
                builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton(new OperatorRoles(new OperatorRoute("GET", "/moderators", OperatorRole.Moderator), new OperatorRoute("GET", "/admins", OperatorRole.Admin)));
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        });

    private static string Who(HttpContext context) => OperatorIdentity.Of(context) is var who ? $"{who.Name} {who.Role} {who.Via}" : "";

    private static async Task<string> CallAsync(DefaultsHost host, string? token, string? says = null, string path = "/moderators")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (says is not null)
            request.Headers.Add(OperatorIdentity.Header, says);
        using HttpResponseMessage answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode == 200 ? $"200 {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}" : $"{(int)answer.StatusCode}";
    }
}
