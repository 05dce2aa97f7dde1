using System.Text;
using LiveOps.Console.Shell;
using LiveOps.Tests.Gateway;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>Large forms of whoever has not signed in.</summary>
public sealed class Forms_of_strangers
{
    [Fact]
    public async Task A_few_are_read_at_once_and_no_longer_than_so_while_others_sign_in()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        RawHttp[] few = [.. Enumerable.Range(0, FormsOfStrangers.Most).Select(_ => new RawHttp(live.Url("console", "/")))];
        foreach (RawHttp one in few)
        {
            await BeginAsync(one);
            Assert.Equal(100, (await one.ReadAsync())?.Status); // now it is being read
            await one.SendAsync("token="u8.ToArray());
        }

        using (var more = new RawHttp(live.Url("console", "/")))
        {
            await BeginAsync(more);
            (int Status, string Head, string Body) answer = Assert.NotNull(await more.ReadAsync());
            Assert.Equal(503, answer.Status);
            Assert.Contains("try again soon", answer.Body, StringComparison.Ordinal);
        }

        using (ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(live))
        {
            (int status, string page, _) = await visitor.SendAsync("/policies/boards", "/policies/boards", ("do", "diff"), ("text", "{\"maxBoards\": 17}" + new string(' ', 2 * FormsOfStrangers.Small)), ("etag", "\"0\""));
            Assert.True(status == 200, page);
        }

        clock.Advance(FormsOfStrangers.Patience);
        foreach (RawHttp one in few)
        {
            Assert.Null(await one.ReadAsync()); // the connection is ended
            one.Dispose();
        }

        for (var patience = new Patience(); ;) // a place is free once the server has seen that
        {
            using var next = new RawHttp(live.Url("console", "/"));
            await BeginAsync(next);
            if ((await next.ReadAsync())?.Status == 100)
                break;
            Assert.False(patience.IsOver);
        }
    }

    [Fact]
    public async Task A_few_are_held_until_their_answers_are_read()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        RawHttp[] few = [.. Enumerable.Range(0, FormsOfStrangers.Most).Select(_ => new RawHttp(live.Url("console", "/")))];
        byte[] form = Encoding.ASCII.GetBytes("text=" + string.Concat(Enumerable.Repeat("%22", 1_398_000)));
        foreach (RawHttp one in few)
        {
            await one.ConnectAsync();
            await one.SendAsync(Encoding.ASCII.GetBytes($"POST /policies/boards HTTP/1.1\r\nHost: localhost\r\nCookie: liveops-form=x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n"));
            await one.SendAsync(form);
        }

        for (var patience = new Patience(); ;)
        {
            using var more = new RawHttp(live.Url("console", "/"));
            await BeginAsync(more);
            if ((await more.ReadAsync())?.Status == 503)
                break;
            Assert.False(patience.IsOver, "all of them have been let go of");
        }

        foreach (RawHttp one in few)
            one.Dispose();
    }

    private static async Task BeginAsync(RawHttp http)
    {
        await http.ConnectAsync();
        await http.SendAsync(Encoding.ASCII.GetBytes(
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4194304\r\nExpect: 100-continue\r\n\r\n"));
    }
}
