using System.CommandLine;
using System.Globalization;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Asking;

/// <summary>Arguments and options that several commands have, and how a command gets its action.</summary>
internal static class Arguments
{
    public static readonly string[] Windows = ["daily", "weekly", "seasonal", "all"];

    private static readonly string[] Formats = ["csv", "ndjson", "nakama", "playfab", "json", "xml"];

    /// <summary>A text. What begins with a dash is a mistyped option, and no value.</summary>
    public static Argument<T> Text<T>(string name, string description, bool isOptional = false)
    {
        var argument = new Argument<T>(name) { Description = description, Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-') && token.Value.Length > 1) is { } token)
                result.AddError($"There is no option {token.Value}.");
        });
        return argument;
    }

    public static Option<string> Window(string otherwise)
    {
        var option = new Option<string>("--window", "-w") { Description = "Over which time.", DefaultValueFactory = _ => otherwise };
        return option.AcceptOnlyFromAmong(Windows);
    }

    public static Option<string?> Format() => new Option<string?>("--format", "-f") { Description = "What the file holds; else what its name says." }.AcceptOnlyFromAmong(Formats);

    public static Option<string?> Mapping() => new("--mapping") { Description = "File that says how rows become events.", HelpName = "file" };

    public static Option<string[]> Columns() => new("--column") { Description = "A member and the field it comes from, such as playerId=user; may be said again.", HelpName = "member=field", DefaultValueFactory = _ => [] };

    public static Option<string[]> Values() => new("--set") { Description = "A member that is the same in every row, such as board=arena; may be said again.", HelpName = "member=value", DefaultValueFactory = _ => [] };

    public static Option<int> Number(string name, string description, int otherwise, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || number < least || number > most))
                result.AddError($"{name} is a whole number from {least} to {most}.");
        });
        return option;
    }

    /// <summary>What a command does, with the session that its line asks for.</summary>
    public static ToolCommand Does(this ToolCommand command, Terminal terminal, Func<ParseResult, Session, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellation) => action(parsed, CommonOptions.Session(parsed, terminal), cancellation));
        return command;
    }
}
