using Microsoft.Playwright;
using Xunit.Sdk;

namespace LiveOps.Tests.Console;

/// <summary>The machine's own Chromium, without what draws windows (it takes half the CPU), driven by Playwright; where there is none, tests are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium-headless-shell";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox"], Timeout = (float)Patience.Whole.TotalMilliseconds });
    }

    /// <summary>A browser of somebody's own: no cookie, no cache.</summary>
    public async Task<IPage> OpenAsync(Uri console, bool scripts = true, ColorScheme colors = ColorScheme.Light, string language = "en", int width = 1280)
    {
        IBrowser browser = _browser ?? throw SkipException.ForSkip($"{Program} is not installed");
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = console.ToString(),
            JavaScriptEnabled = scripts,
            ColorScheme = colors,
            Locale = language,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        context.SetDefaultTimeout((float)Patience.Whole.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
