using LiveOps.ServiceDefaults.Operators;
using Microsoft.Playwright;

namespace LiveOps.Tests.Console.Walks;

/// <summary>Somebody with a browser of their own in the console.</summary>
internal sealed class ConsoleWalk
{
    private readonly List<string> _complaints = [];

    private ConsoleWalk(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Opens the console.</summary>
    public static async Task<ConsoleWalk> OpenAsync(Chromium chromium, IWalkedSystem system, bool scripts = true)
    {
        IPage page = await chromium.OpenAsync(system.Console, scripts);
        var walk = new ConsoleWalk(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
                walk._complaints.Add($"{page.Url}: {message.Text}");
        };
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("owned", StringComparison.Ordinal))
                walk._complaints.Add($"{page.Url} asks for {request.Url}");
        };
        return walk;
    }

    /// <summary>Opens the console as somebody of a role.</summary>
    public static async Task<ConsoleWalk> SignedInAsync(Chromium chromium, IWalkedSystem system, OperatorRole role = OperatorRole.Admin, bool scripts = true, string name = "ann")
    {
        ConsoleWalk walk = await OpenAsync(chromium, system, scripts);
        await walk.DoAsync(ConsoleActions.SignIn(system.TokenOf(role), role == OperatorRole.Admin ? name : ""));
        return walk;
    }

    /// <summary>
    /// Goes to a page, which must be there unless another status is expected. Nothing that it shows may be more than text. On a machine with much to do a service may not answer in time, which the
    /// page says: it is asked for again, until no part of it is missing.
    /// </summary>
    public async Task SeeAsync(string path, int status = 200)
    {
        for (var patience = new Patience(); ;)
        {
            IResponse answer = (await Page.GotoAsync(path))!;
            bool isMissingPart = status == 200 && await Page.Locator(".down").CountAsync() > 0;
            if (answer.Status == status && !isMissingPart)
                break;
            if (answer.Status != status || patience.IsOver)
                Assert.Fail($"{path}: {answer.Status} {await Page.InnerTextAsync("body")}");
        }

        await NothingIsMoreThanTextAsync();
    }

    /// <summary>Does something by its form: fills it in, presses its button, and sees what follows.</summary>
    public async Task DoAsync(ConsoleAction action)
    {
        string number = action.Number is null ? "" : await action.Number();
        string path = action.Page.Replace("{number}", number, StringComparison.Ordinal);
        await SeeAsync(path);
        try
        {
            if (action.First.Length > 0)
            {
                await FillAsync(action, number);
                await ButtonOf(Form(action, number), action.First).ClickAsync();
                await Page.WaitForSelectorAsync(action.Shows);
            }

            await FillAsync(action, number);
            ILocator button = ButtonOf(Form(action, number), action.Does);
            if (action is { Done.Length: 0, First.Length: 0, Downloads: false })
                Assert.Equal(0, await Page.Locator(action.Shows).CountAsync());
            if (action.Downloads)
                Assert.NotNull(await (await Page.RunAndWaitForDownloadAsync(() => button.ClickAsync())).PathAsync());
            else
                await button.ClickAsync();
            if (action.Done.Length > 0)
                await Page.ArrivesAsync($"done={action.Done}");
            else if (!action.Downloads)
                await Page.WaitForSelectorAsync(action.Shows);
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            Assert.Fail($"{action.Route} {action.Does} at {Page.Url}: {e.Message} {await Page.InnerTextAsync("body")}");
        }

        await NothingIsMoreThanTextAsync();
        if (action.SeenAsync is { } seenAsync)
            await seenAsync();
    }

    /// <summary>The forms of the page as it is: where each is sent, and the values of its buttons.</summary>
    public async Task<IEnumerable<(string To, string Does)>> FormsAsync()
    {
        string[] buttons = await Page.Locator("form[method=post] button:not(.guard)").EvaluateAllAsync<string[]>("buttons => buttons.map(one => `${one.form.getAttribute('action')} ${one.value}`)");
        return buttons.Select(button => button.Split(' ')).Select(button => (button[0], button[1]));
    }

    /// <summary>Sends fields as no form of the page would, with the token that it has: what comes back.</summary>
    public async Task<(int Status, string Page)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        IFormData form = Page.Context.APIRequest.CreateFormData();
        form.Set("form", (await Page.Locator("input[name=form]").First.GetAttributeAsync("value"))!);
        foreach ((string name, string value) in fields)
            form.Set(name, value);
        IAPIResponse answer = await Page.Context.APIRequest.PostAsync(path, new APIRequestContextOptions { Form = form, MaxRedirects = 0 });
        return (answer.Status, await answer.TextAsync());
    }

    private async Task NothingIsMoreThanTextAsync()
    {
        Assert.NotEqual("owned", await Page.TitleAsync());
        Assert.Equal(0, await Page.Locator("img, body script").CountAsync());
        Assert.Empty(_complaints);
    }

    private ILocator Form(ConsoleAction action, string number)
    {
        ILocator forms = Page.Locator($"form[action='{action.To.Replace("{number}", number, StringComparison.Ordinal)}']");
        return action.IsLast ? forms.Last : forms.First;
    }

    private static ILocator ButtonOf(ILocator form, string does) => does.Length > 0 ? form.Locator($"button[value='{does}']") : form.Locator("button");

    private async Task FillAsync(ConsoleAction action, string number)
    {
        ILocator form = Form(action, number), closed = form.Locator("xpath=ancestor::details[not(@open)]/summary");
        while (await closed.CountAsync() > 0)
            await closed.First.ClickAsync();
        foreach (ConsoleField field in action.Fields)
        {
            string value = field.Value.Replace("{number}", number, StringComparison.Ordinal);
            switch (field.Kind)
            {
                case FieldEntry.Picked:
                    await form.Locator($"select[name='{field.Name}']").SelectOptionAsync(value);
                    break;
                case FieldEntry.Ticked:
                    await form.Locator($"input[name='{field.Name}'][value='{value}']").CheckAsync();
                    break;
                default:
                    await form.Locator($"[name='{field.Name}']").FillAsync(value);
                    break;
            }
        }
    }
}
