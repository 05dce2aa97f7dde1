using LiveOps.ServiceDefaults.Operators;
using Microsoft.Playwright;

namespace LiveOps.Tests.Console.Walks;

/// <summary>
/// The walk through all of the console, of any system: every page, every action with its effect, every role. What there is to be walked is read off the console's endpoints and off the forms of
/// its pages, so that what is added and not walked fails.
/// </summary>
internal static class WholeWalk
{
    private const string Export = "/audit/export?service=leaderboard";

    /// <summary>Sees every page as an admin, and does all that can be done.</summary>
    public static async Task DoAllAsync(Chromium chromium, IWalkedSystem system, Stage stage, bool scripts)
    {
        ConsoleRoutes routes = await ConsoleRoutes.ReadAsync();
        IReadOnlyList<ConsoleAction> actions = ConsoleActions.Of(stage), sessions = ConsoleActions.OfSessions(system.TokenOf(OperatorRole.Admin));
        (string Route, string Does)[] walked = [.. actions.Concat(sessions).Select(action => (action.Route, action.Does)).Distinct()];
        Assert.Equal(routes.Forms.Order(StringComparer.Ordinal), walked.Select(one => one.Route).Distinct().Order(StringComparer.Ordinal));
        Assert.All(actions, action => Assert.True(action.SeenAsync is null == ConsoleActions.ChangesNothing(action), $"{action.Route} {action.Does} is done and its effect not seen"));
        Assert.All(actions.GroupBy(action => action.Route), route => Assert.Equal((route.Key, routes.RoleOfForm(route.Key)), (route.Key, route.Min(action => action.Role))));

        ConsoleWalk ann = await ConsoleWalk.SignedInAsync(chromium, system, scripts: scripts);
        await PagesAsync(ann, stage, routes, walked);
        foreach (ConsoleAction action in actions)
        {
            await ann.DoAsync(action);
            await AreWalkedAsync(ann, routes, walked);
        }

        await system.EventuallyAsync("leaderboard", $"/v1/leaderboards/{stage.Board}/weekly/history", history => history.GetProperty("total").GetInt32() == 1);
        await ann.SeeAsync(stage.PastPath);
        IAPIResponse lines = await ann.Page.Context.APIRequest.GetAsync(Export);
        Assert.Equal((200, "application/x-ndjson"), (lines.Status, lines.Headers["content-type"]));
        await ann.DoAsync(sessions[1]); // signed in already
        foreach (ConsoleAction action in sessions.Skip(2))
            await ann.DoAsync(action);
    }

    /// <summary>Sees every page as somebody of a role: what they may do is shown, what they may not do is not, and refused when it is sent all the same.</summary>
    public static async Task SeeAllAsync(Chromium chromium, IWalkedSystem system, Stage stage, OperatorRole role)
    {
        ConsoleRoutes routes = await ConsoleRoutes.ReadAsync();
        ConsoleAction[] actions = [.. ConsoleActions.Of(stage)], forbidden = [.. actions.Where(action => action.Role > role)];
        Assert.NotEmpty(forbidden);
        ConsoleWalk one = await ConsoleWalk.SignedInAsync(chromium, system, role);
        HashSet<(string? Route, string Does)> shown = [];
        foreach (string path in stage.Pages)
        {
            await one.SeeAsync(path, routes.RoleOfPage(path) > role ? 403 : 200);
            foreach ((string to, string does) in await one.FormsAsync())
                shown.Add((routes.FormOf(to), does));
        }

        Assert.DoesNotContain(forbidden, action => shown.Contains((action.Route, action.Does)));
        Assert.All(actions.Where(action => action.Role <= role && action.First.Length == 0), action => Assert.Contains((action.Route, action.Does), shown));

        await one.SeeAsync("/");
        foreach (ConsoleAction action in forbidden.DistinctBy(action => (action.Route, action.Does)))
        {
            (int status, string page) = await one.PostAsync(
                action.To.Replace("{number}", "1", StringComparison.Ordinal), [("do", action.Does), .. action.Fields.Select(field => (field.Name, field.Value)).DistinctBy(field => field.Name)]);
            Assert.True(status == 403 && page.Contains("This takes the role", StringComparison.Ordinal), $"{role}: {action.Route} {action.Does} is answered with {status} {page}");
        }
    }

    // Every page, and every form of them is walked.
    private static async Task PagesAsync(ConsoleWalk ann, Stage stage, ConsoleRoutes routes, (string Route, string Does)[] walked)
    {
        Assert.Empty(routes.Pages.Except(stage.Pages.Concat(["/sign-in", Export, stage.PastPath]).Select(routes.PageOf)));
        foreach (string path in new[] { "/players/", "/leagues/", "/live-events/", "/webhooks/", "/review/" }) // no id has markup in it
            await ann.SeeAsync(path + Uri.EscapeDataString("<img src=x>"), 404);
        foreach (string path in stage.Pages)
        {
            await ann.SeeAsync(path);
            await AreWalkedAsync(ann, routes, walked);
        }
    }

    private static async Task AreWalkedAsync(ConsoleWalk ann, ConsoleRoutes routes, (string Route, string Does)[] walked)
    {
        foreach ((string to, string does) in await ann.FormsAsync())
            Assert.True(walked.Contains((routes.FormOf(to) ?? "", does)), $"{ann.Page.Url} has a form to {to} ({does}), which nobody walks");
    }
}
