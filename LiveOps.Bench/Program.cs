using System.CommandLine;
using LiveOps.Bench;

var root = new RootCommand("""
    Measures LiveOps on this machine. Each part is a command; `report` runs all of them and writes docs/performance.md. A part tells its
    progress as it goes, prints its tables at the end and keeps its results as JSON in artifacts/bench, where `report` finds them.
    Needs wrk; redis-server, MariaDB and PostgreSQL for what is compared with them. The machine should have nothing else to do.
    """);
foreach (Command command in PartCommands.All)
    root.Add(command);
root.Add(ReportCommand.Make());
root.Add(CompareCommand.Make());
foreach (Command command in HelperCommands.All)
    root.Add(command);
return await root.Parse(args).InvokeAsync();
