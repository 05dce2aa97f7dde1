using System.CommandLine;
using LiveOps.Bench.Fairness;
using LiveOps.Bench.Gateway;
using LiveOps.Bench.Leaderboard;
using LiveOps.Bench.Load;
using LiveOps.Bench.Progression;
using LiveOps.Bench.Servers;

var rounds = new Option<int>("--rounds") { Description = "Counted rounds of each side, after one to warm up.", DefaultValueFactory = _ => 5 };
var seconds = new Option<int>("--seconds") { Description = "Length of a round.", DefaultValueFactory = _ => 5 };
var connections = new Option<int>("--connections") { Description = "Connections, each with one request under way.", DefaultValueFactory = _ => 64 };
var batch = new Option<int>("--batch") { Description = "Events in a batch.", DefaultValueFactory = _ => 100 };

var gateway = new Command("gateway", "The gateway, through to the durable 202, beside bare Kestrel under the same load.") { rounds, seconds, connections, batch };
gateway.SetAction(parsed => GatewayBench.Run(
    parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(connections), parsed.GetValue(batch)));

var fairness = new Command("fairness", "Verdicts a second on one core over a million players, and bytes of memory a player.");
fairness.SetAction(_ => FairnessBench.Run());

var progression = new Command("progression", "Events folded a second on one core, the time to read a player, and bytes of memory a player.");
progression.SetAction(_ => ProgressionBench.Run());

var largest = new Option<int>("--largest") { Description = "The most players on a board; tables go from 10,000 up to it.", DefaultValueFactory = _ => 1_000_000 };
var leaderboard = new Command("leaderboard", "Updates, ranks and pages a second, in process and over HTTP, and how they grow with the players of a board.") { largest, rounds, seconds, connections };
leaderboard.SetAction(parsed =>
{
    LeaderboardBench.Run(Console.Out, parsed.GetValue(largest));
    LeaderboardHttpBench.Run(1_000_000, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(connections));
});

var kind = new Option<string>("--kind") { Required = true };
var data = new Option<string>("--data") { Required = true };
var serve = new Command("serve", "A server under test, for the other commands.") { kind, data };
serve.Hidden = true;
serve.SetAction(parsed => ServeCommand.RunAsync(parsed.GetValue(kind)!, parsed.GetValue(data)!));

var count = new Option<int>("--count") { Description = "How many requests.", DefaultValueFactory = _ => 100_000 };
var presign = new Command("presign", "Writes signed requests to a file, to drive a server by hand; prints the file and the length of each.") { count, batch };
presign.SetAction(parsed =>
{
    PresignedRequests requests = PresignedRequests.Make("hand", parsed.GetValue(count), parsed.GetValue(batch), GatewayBench.Players, GatewayBench.Boards);
    Console.WriteLine($"{requests.Path} {requests.Length}");
});

return await new RootCommand("Measures LiveOps on this machine. Build it with -c Release.") { gateway, fairness, progression, leaderboard, presign, serve }.Parse(args).InvokeAsync();
