using System.Text.RegularExpressions;

namespace LiveOps.Tests.Contract;

/// <summary>Redocly's linter with its recommended rules; what it reads is what runs, by <see cref="The_contract_is_committed"/>.</summary>
public sealed partial class The_linter_finds_nothing
{
    [Fact]
    public async Task In_any_of_the_documents()
    {
        (_, string output) = await NodeProgram.RunAsync(
            ContractFiles.Folder, "node_modules/@redocly/cli/bin/cli.js", [], ["lint", "--extends", "recommended", "--format", "json", .. ServiceDocuments.Services.Select(ContractFiles.Document)]);
        string[] totals = [.. Total().Matches(output).Select(total => total.Value)]; // a report for each document
        Assert.True(totals.Length == 3 * ServiceDocuments.Services.Length && totals.All(total => total.EndsWith(" 0", StringComparison.Ordinal)), output);
    }

    [GeneratedRegex("\"(errors|warnings|ignored)\": [0-9]+")]
    private static partial Regex Total();
}
