using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Operators;

public sealed class The_operators_token
{
    private const string Setting = "OPERATOR_TOKEN";

    [Theory]
    [InlineData("the-token")]
    [InlineData(" the-token\t")]
    [InlineData("the-token\r\n")]
    public async Task Is_what_was_pasted_without_the_blanks_around_it(string pasted)
    {
        await using DefaultsHost host = await StartAsync(pasted);
        Assert.Equal(200, await CallAsync(host, "the-token"));
        Assert.Equal(401, await CallAsync(host, "the-tokem"));
        Assert.Equal(401, await CallAsync(host, null));
    }

    [Fact]
    public async Task Is_none_where_only_blanks_were_set()
    {
        await using DefaultsHost host = await StartAsync(" \n");
        Assert.Equal(401, await CallAsync(host, ""));
    }

    [Theory]
    [InlineData("\"the-token\"")]
    [InlineData(" 'the-token' ")]
    public async Task In_quotation_marks_it_stops_the_start(string pasted)
    {
        var e = await Assert.ThrowsAsync<SettingException>(() => StartAsync(pasted));
        Assert.Equal("OPERATOR_TOKEN has quotation marks around it, and whether they belong to the token cannot be known: leave them out.", e.Message);
    }

    private static Task<DefaultsHost> StartAsync(string pasted) =>
        DefaultsHost.StartAsync(app => app.MapGet("/operators", () => "you are").RequireOperator(), builder => builder.Configuration[Setting] = pasted);

    private static async Task<int> CallAsync(DefaultsHost host, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/operators");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using HttpResponseMessage answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
