using System.Net;
using System.Security.Cryptography;
using LiveOps.Console.Sessions;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Operators;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Console;

/// <summary>Several consoles with one secret and one Redis are one console.</summary>
public sealed class Replicas_of_the_console(DurablePlace redis) : IClassFixture<DurablePlace>
{
    private const string Secret = "a secret of all replicas, 32 or more";

    private static readonly SignedIn Ann = new("ann@example.org", OperatorRole.Admin, OperatorIdentity.ByEntra, "a-token", 1_000);

    [Fact]
    public async Task A_session_and_its_forms_are_one_replica_s_as_good_as_another_s_and_a_sign_out_is_all_of_theirs_at_once()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        (string, string)[] settings = [("CONSOLE_SECRET", Secret), ("ConnectionStrings__redis", $"127.0.0.1:{redis.Server.Port}")];
        await using ConsoleReplica one = await ConsoleReplica.StartAsync(live, settings), other = await ConsoleReplica.StartAsync(live, settings);
        using var here = new ConsoleVisitor(one.Url);
        using var there = new ConsoleVisitor(other.Url);
        Assert.Equal(303, (await here.SignInAsync(LiveSystem.OperatorToken, "ann")).Status);
        Assert.Equal(303, (await there.SignInAsync(LiveSystem.OperatorToken, "ann")).Status);
        string form = ConsoleVisitor.FieldOf(await here.PageAsync("/players/ada"), "form");
        here.Url = other.Url;
        Assert.Contains("ann · admin", await here.PageAsync("/"), StringComparison.Ordinal);
        Assert.Equal(303, (await here.PostAsync("/preferences", ("form", form), ("theme", "dark"))).Status); // a form of the one is taken by the other

        Cookie kept = here.Cookies.GetCookies(one.Url("/"))["liveops-console"]!;
        await here.DoAsync("/", "/sign-out", ("where", "here"));
        here.Cookies.Add(one.Url("/"), new Cookie(kept.Name, kept.Value));
        here.Url = one.Url;
        Assert.Equal((302, 200), ((await here.GetAsync("/")).Status, (await there.GetAsync("/")).Status));

        there.Url = one.Url;
        await there.DoAsync("/", "/sign-out", ("where", "everywhere"));
        using ConsoleVisitor again = new(other.Url);
        Assert.Equal(303, (await again.SignInAsync(LiveSystem.OperatorToken, "ann")).Status);
        Assert.Equal(200, (await again.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_sign_in_by_Entra_ID_that_one_began_is_ended_by_another()
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        (string, string)[] issuer = [("Entra__Authority", entra.Authority), ("Entra__Audience", EntraDouble.Audience)];
        await using LiveSystem live = await LiveSystem.StartAsync(null, issuer);
        (string, string)[] settings =
        [
            .. issuer, ("Entra__ClientId", EntraLogin.ClientId), ("Entra__ClientSecret", EntraLogin.ClientSecret), ("CONSOLE_SECRET", Secret), ("ConnectionStrings__redis", $"127.0.0.1:{redis.Server.Port}"),
            ("CONSOLE_ADDRESS", "http://127.0.0.1:1"), // theirs together
        ];
        await using ConsoleReplica one = await ConsoleReplica.StartAsync(live, settings), other = await ConsoleReplica.StartAsync(live, settings);
        using var visitor = new ConsoleVisitor(one.Url);
        (_, _, HttpResponseMessage there) = await visitor.GetAsync("/sign-in/entra");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using HttpResponseMessage sent = await http.GetAsync(there.Headers.Location, TestContext.Current.CancellationToken);

        visitor.Url = other.Url;
        (_, _, HttpResponseMessage back) = await visitor.GetAsync(sent.Headers.Location!.PathAndQuery);

        Assert.Equal("/sign-in/done?back=%2F", back.Headers.Location!.OriginalString);
        visitor.Url = one.Url;
        Assert.Contains("ada@example.org · operator", await visitor.PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Redis_pages_are_shown_what_is_known_holds_and_a_sign_out_is_told_later()
    {
        await using RedisServer own = await RedisServer.StartAsync(appendOnly: true);
        await using LiveSystem live = await LiveSystem.StartAsync();
        (string, string)[] settings = [("CONSOLE_SECRET", Secret), ("REDIS_URL", own.Url), ("REDIS_TIMEOUT_MS", "5000")];
        await using ConsoleReplica one = await ConsoleReplica.StartAsync(live, settings), other = await ConsoleReplica.StartAsync(live, settings);
        using var visitor = new ConsoleVisitor(one.Url);
        Assert.Equal(303, (await visitor.SignInAsync(LiveSystem.OperatorToken, "ann")).Status);
        await own.StopAsync();
        Assert.Equal(200, (await visitor.GetAsync("/")).Status);
        Assert.Equal(200, (await visitor.GetAsync("/readyz")).Status);
        Cookie kept = visitor.Cookies.GetCookies(one.Url("/"))["liveops-console"]!;
        Assert.Equal("/sign-in?done=signed-out-here", await visitor.DoAsync("/", "/sign-out", ("where", "everywhere")));
        visitor.Cookies.Add(one.Url("/"), new Cookie(kept.Name, kept.Value));
        Assert.Equal(302, (await visitor.GetAsync("/")).Status); // it is known here
        await own.RestartAsync();
        visitor.Url = other.Url;
        int status = 200;
        for (var patience = new Patience(); !patience.IsOver && status == 200; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            visitor.Cookies.Add(one.Url("/"), new Cookie(kept.Name, kept.Value)); // a refusal takes it away
            (status, _, _) = await visitor.GetAsync("/");
        }

        Assert.Equal(302, status);
    }

    [Fact]
    public async Task A_Redis_that_takes_nothing_more_is_still_asked_who_signed_out_elsewhere()
    {
        redis.Clear();
        var clock = new ManualClock();
        SharedSignOuts one = new(redis.Connect(), clock), other = new(redis.Connect(), clock);
        SignedIn there = Ann with { Name = "there", Since = clock.UtcNow.Ticks - 1 }, here = Ann with { Name = "here", Since = clock.UtcNow.Ticks - 1 };
        Assert.True(await other.EndAllAsync(there));
        await redis.Server.CommandAsync("CONFIG", "SET", "maxmemory", "1");
        try
        {
            Assert.False(await one.EndAllAsync(here)); // it cannot be told
            Assert.False(await one.HoldsAsync(there));
        }
        finally
        {
            await redis.Server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        }

        Assert.True(await one.TryTellAsync());
        Assert.False(await new SharedSignOuts(redis.Connect(), clock).HoldsAsync(here));
    }

    [Fact]
    public async Task What_is_told_late_takes_back_nothing_that_was_told_since_and_lasts_as_long_as_a_session()
    {
        redis.Clear();
        var clock = new ManualClock();
        SharedSignOuts one = new(redis.Connect(), clock), other = new(redis.Connect(), clock);
        long at = clock.UtcNow.Ticks;
        SignedIn before = Ann with { Since = at - 1 }, between = Ann with { Since = at + TimeSpan.TicksPerMinute };
        Assert.True(await one.HoldsAsync(before) && await one.EndAllAsync(before));
        clock.UtcNow += TimeSpan.FromMinutes(2);
        Assert.True(await other.HoldsAsync(between));
        Assert.False(await other.HoldsAsync(before) || await other.HoldsAsync(Ann with { Since = at }));
        Assert.True(await other.HoldsAsync(before with { Via = OperatorIdentity.ByToken })); // another one of that name
        Assert.True(await other.EndAllAsync(between));
        Assert.True(await new SharedSignOuts(redis.Connect(), new ManualClock(new DateTimeOffset(at, TimeSpan.Zero))).EndAllAsync(before)); // one that says it late
        Assert.False(await new SharedSignOuts(redis.Connect(), clock).HoldsAsync(between));
        string rest = await redis.Server.CommandAsync("TTL", $"liveops:console:signed-out:{SignOutKeys.Everywhere(Ann)}");
        Assert.InRange(int.Parse(rest.Trim(), System.Globalization.CultureInfo.InvariantCulture), (int)SessionSettings.Longest.TotalSeconds - 60, (int)SessionSettings.Longest.TotalSeconds);
    }

    [Fact]
    public void What_is_sealed_opens_for_who_has_the_secret_and_for_what_it_was_sealed_for_alone()
    {
        IDataProtector one = new SecretProtection(Secret).CreateProtector("cookies"), same = new SecretProtection(Secret).CreateProtector("cookies");
        byte[] text = [1, 2, 3], sealedText = one.Protect(text);
        Assert.Equal(text, same.Unprotect(sealedText));
        Assert.Empty(same.Unprotect(one.Protect([])));
        Assert.NotEqual(sealedText, one.Protect(text));
        IDataProtector[] others = [new SecretProtection(Secret + "x").CreateProtector("cookies"), new SecretProtection(Secret).CreateProtector("forms"), one.CreateProtector("cookies"), new SecretProtection(Secret)];
        Assert.All(others, other => Assert.ThrowsAny<CryptographicException>(() => other.Unprotect(sealedText)));
        for (int at = 0; at < sealedText.Length; at++)
        {
            byte[] changed = [.. sealedText];
            changed[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => one.Unprotect(changed));
            Assert.ThrowsAny<CryptographicException>(() => one.Unprotect(sealedText[..at]));
        }
    }

    [Theory]
    [InlineData("CONSOLE_SECRET must have at least 32 characters.", "CONSOLE_SECRET=short")]
    [InlineData("CONSOLE_SECRET is not set", "REDIS_URL=redis://localhost")]
    [InlineData("CONSOLE_SECRET is not set", "ConnectionStrings:redis=localhost")]
    [InlineData("CONSOLE_SECRET needs REDIS_URL", "CONSOLE_SECRET=" + Secret)]
    public void Half_of_it_stops_the_start(string said, params string[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build();
        string message = Assert.Throws<SettingException>(() => SessionSettings.Read(configuration)).Message;
        Assert.StartsWith(said, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
    }
}
