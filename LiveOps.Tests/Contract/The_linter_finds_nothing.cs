using System.Text.Json;

namespace LiveOps.Tests.Contract;

/// <summary>Redocly's linter with its recommended rules; what it reads is what runs, by <see cref="The_contract_is_committed"/>.</summary>
public sealed class The_linter_finds_nothing
{
    [Fact]
    public async Task In_any_of_the_documents()
    {
        (_, string output) = await NodeProgram.RunAsync(
            ContractFiles.Folder, "node_modules/@redocly/cli/bin/cli.js", [], ["lint", "--extends", "recommended", "--format", "json", .. ServiceDocuments.Services.Select(ContractFiles.Document)]);
        JsonElement found = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]).RootElement;
        Assert.True(found.GetProperty("totals").GetProperty("errors").GetInt32() + found.GetProperty("totals").GetProperty("warnings").GetInt32() == 0, found.ToString());
        Assert.Equal(0, found.GetProperty("totals").GetProperty("ignored").GetInt32());
    }
}
