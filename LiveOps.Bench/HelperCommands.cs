using System.CommandLine;
using LiveOps.Bench.Client;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench;

/// <summary>Commands that the parts start in processes of their own, and one to drive a server by hand.</summary>
internal static class HelperCommands
{
    public static IEnumerable<Command> All => [Presign(), Serve(), Send(), Outbox()];

    private static Command Presign()
    {
        var count = new Option<int>("--count") { Description = "How many requests.", DefaultValueFactory = _ => 100_000 };
        var batch = new Option<int>("--batch") { Description = "Events in each.", DefaultValueFactory = _ => 100 };
        var command = new Command("presign", "Writes signed requests to a file, to drive a server by hand; prints the file and the length of each.") { count, batch };
        command.SetAction(parsed =>
        {
            PresignedRequests requests = PresignedRequests.Make("hand", parsed.GetValue(count), parsed.GetValue(batch), EndToEndBench.Mix);
            System.Console.WriteLine($"{requests.Path} {requests.Length}");
        });
        return command;
    }

    private static Command Serve()
    {
        var kind = new Option<string>("--kind") { Required = true };
        var data = new Option<string>("--data") { Required = true };
        var command = new Command("serve", "A server under test.") { kind, data };
        command.Hidden = true;
        command.SetAction(parsed => ServeCommand.RunAsync(parsed.GetValue(kind)!, parsed.GetValue(data)!));
        return command;
    }

    private static Command Send()
    {
        var port = new Option<int>("--port") { Required = true };
        var file = new Option<string>("--file") { Required = true };
        var length = new Option<int>("--length") { Required = true };
        var count = new Option<int>("--count") { Required = true };
        var connections = new Option<int>("--connections") { Required = true };
        var rate = new Option<double>("--rate") { Required = true };
        var command = new Command("send", "The load generator.") { port, file, length, count, connections, rate };
        command.Hidden = true;
        command.SetAction(async parsed =>
        {
            using var sender = new Sender(new SendOptions(
                parsed.GetValue(port), parsed.GetValue(file)!, parsed.GetValue(length), parsed.GetValue(count), parsed.GetValue(connections), parsed.GetValue(rate)));
            try
            {
                System.Console.WriteLine(await sender.RunAsync());
                return 0;
            }
            catch (InvalidOperationException e)
            {
                await System.Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Command Outbox()
    {
        var folder = new Option<string>("--folder") { Required = true };
        var gateway = new Option<string>("--gateway") { Required = true };
        var secret = new Option<string>("--secret") { Required = true };
        var name = new Option<string>("--name") { Required = true };
        var from = new Option<int>("--from") { Required = true };
        var to = new Option<int>("--to") { Required = true };
        var command = new Command("outbox", "A game that sends through the client's outbox, to be killed.") { folder, gateway, secret, name, from, to };
        command.Hidden = true;
        command.SetAction(parsed => OutboxSender.RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(gateway)!, parsed.GetValue(secret)!, parsed.GetValue(name)!, parsed.GetValue(from), parsed.GetValue(to)));
        return command;
    }
}
