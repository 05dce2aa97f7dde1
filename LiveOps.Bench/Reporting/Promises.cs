using System.Globalization;

namespace LiveOps.Bench.Reporting;

/// <summary>All that is promised of speed and memory, each with what holds it back where it is not met.</summary>
internal static class Promises
{
    private const string Events = "endtoend";

    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Least("Gateway: single signed events, requests/s, of a bare POST's", "gateway", "single ratio", 0.75, "N2", figures => Text(
            $"The processor: a single event costs {figures.Median("gateway", "single embedded cpu"):N0} µs of CPU, journal and four consumers included, which share the two cores with it; the bare server costs {figures.Median("gateway", "single bare cpu"):N0} µs, so 0.75 of its rate leaves {figures.Median("gateway", "single bare cpu") / 0.75:N0} µs. Of what is added, {figures.Median("micro", "signature of one event verified") / 1e3:N1} µs are the signature and {figures.Median("micro", "one event parsed and validated") / 1e3:N1} µs parsing; most is waiting for the durable answer: one more turn through the thread pool for each request.")),
        Promise.Least("Gateway: batches of 100, requests/s, of an HMAC and one walk over the JSON", "gateway", "batch ratio", 0.5, "N2", figures => Text(
            $"The processor: an event of a batch costs {figures.Median("gateway", "batch embedded cpu") / 100:N1} µs of CPU against {figures.Median("gateway", "batch hmac cpu") / 100:N1} µs, and 0.5 leaves {figures.Median("gateway", "batch hmac cpu") / 50:N1} µs. {Split(figures)}")),
        Promise.Least("Fairness: verdicts/s on one core, a million players, the slowest kind of event", "fairness", "verdicts slowest", 1_000_000, "N0", _ => "Memory: a verdict touches the player's slot and gains at random addresses, each a cache miss."),
        Promise.Most("Progression: a player read in process, µs, 99th of 100", "progression", "read p99", 50, "N2", _ => "The lock that readers share with the applying thread."),
        Promise.Least("Leaderboard: top-10 pages/s over HTTP, a million players", "leaderboard", "http top", 30_000, "N0", Http),
        Promise.Least("Leaderboard: around-me/s over HTTP, a million players", "leaderboard", "http around", 25_000, "N0", Http),
        Promise.Least("Leaderboard: single signed score writes/s through the gateway", "leaderboard", "http write", 30_000, "N0", figures => "What bounds single events at the gateway, above."),
        Promise.Most("Leaderboard: bytes a player and window", "leaderboard", "bytes 1000000", 250, "N0", _ => "The ranking's leaves and index; see docs/decisions/ranking.md."),
        Promise.Most("Leaderboard: seconds until the whole system is ready with a million players on a board", "restart", "snapshot", 3, "N2", figures => Text(
            $"The processor: {figures.Median("restart", "empty"):N1} s are the runtime and four web applications starting; the rest rebuilds the ranks of four windows and the tables of a million ids in every service, on two cores.")),
        Promise.Most("Leaderboard: time of an update at 10^7 players over that at 10^6 (logarithmic: 1.2; linear: 10)", "leaderboard", "growth updates", 2, "N2", Growth),
        Promise.Most("Leaderboard: time of a rank at 10^7 players over that at 10^6", "leaderboard", "growth ranks", 2, "N2", Growth),
        Promise.Most("Embedded: seconds until the whole system is ready with nothing in its data folder", "restart", "empty", 3, "N2", _ => "The processor: the runtime and four web applications start."),
        Promise.Least("Journal: events/s end to end, batches of 100, fsync on, until visible", Events, "events", 500_000, "N0", figures => Text(
            $"The processor: two cores have {Environment.ProcessorCount / 0.5:N1} µs for each of 500,000 events a second. {Split(figures)}")),
        Promise.Most("Journal: seconds to replay a million events", "restart", "replay", 3, "N2", _ => "The slowest of four consumers on two cores."),
        Promise.Most("Load generator: cores it takes at the end-to-end rate", Events, "generator", 0.5, "N2", _ => "Copying requests into sockets."),
        Promise.Least("Cluster: events/s end to end on one machine, batches of 100", "cluster", "events", 15_000, "N0", Cluster),
        Promise.Least("Cluster: top-10 pages/s, a million players", "cluster", "top", 12_000, "N0", Cluster),
        Promise.Least("Cluster: around-me/s, a million players", "cluster", "around", 10_000, "N0", Cluster),
        Promise.Most("Console: ms until the first page is whole, a million players", "console", "first", 50, "N1", _ => "The calls of the services that it is made of."),
        Promise.Most("Leagues: seconds to close a season of a million players in 20,000 cohorts", "leagues", "close 1000000", 10, "N2", _ => "Memory: a close visits every player once."),
        Promise.Least("Client: events/s through the outbox to the verdict, one process, the system on the same cores", "client", "events", 300_000, "N0", _ => "The processor, which the embedded system shares; and the disk, for each answer is durable."),
        Promise.Most("Client: bytes allocated an event", "client", "allocated", 200, "N0", _ => "Requests and answers; events themselves allocate nothing."),
    ];

    private static string Http(Figures figures) => "Kestrel and the load generator on the same two cores; see the ratio to bare Kestrel.";

    private static string Growth(Figures figures) => Text(
        $"Memory: more steps go to addresses that no cache holds, at {figures.Median("machine", "chase 1024"):N0} ns each against {figures.Median("machine", "chase 1"):N0} ns in a cache.");

    private static string Cluster(Figures figures) => Text(
        $"The processor: seven processes (four services, two Redis, a database) and the load generator share {Environment.ProcessorCount} cores, and an event takes {figures.Sum("cluster", "cpu "):N0} µs of them.");

    private static string Split(Figures figures) => Text(
        $"End to end an event takes {figures.Sum(Events, "cpu "):N1} µs: {figures.Sum(Events, "cpu gateway"):N1} the gateway ({figures.Median("micro", "signature of a batch of 100 verified, an event") / 1e3:N2} signature, {figures.Median("micro", "batch of 100 parsed and validated, an event") / 1e3:N2} parsing, {figures.Median("micro", "Fairness: verdict of an event") / 1e3:N2} verdict by themselves), {figures.Sum(Events, "cpu consumer"):N1} the consumers, {figures.Sum(Events, "cpu journal"):N1} the journal, {figures.Sum(Events, "cpu runtime"):N1} the runtime, {figures.Sum(Events, "cpu load"):N1} the load generator.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
