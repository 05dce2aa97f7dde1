using Microsoft.Playwright;

namespace LiveOps.Tests.Console;

/// <summary>
/// Waits until a page has an address. Playwright's own <c>WaitForURLAsync</c> waits for an event of the page besides, which on a machine with much to do may have been before, or for the
/// whole page, of which a part may never come.
/// </summary>
internal static class Arrivals
{
    /// <summary>Until the address is one of those.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isThere">Says whether an address is.</param>
    /// <exception cref="TimeoutException">It never is; says where the page is instead, and what it shows.</exception>
    public static async Task ArrivesAsync(this IPage page, Func<string, bool> isThere)
    {
        for (var patience = new Patience(); !isThere(page.Url); await Task.Delay(20))
        {
            if (patience.IsOver)
                throw new TimeoutException($"it is still at {page.Url}: {await page.InnerTextAsync("body")}");
        }
    }

    /// <summary>Until a part stands in the address.</summary>
    /// <inheritdoc cref="ArrivesAsync(IPage, Func{string, bool})"/>
    public static Task ArrivesAsync(this IPage page, string part) => page.ArrivesAsync(url => url.Contains(part, StringComparison.Ordinal));
}
