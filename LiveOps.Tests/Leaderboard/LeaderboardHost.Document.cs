using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard;

/// <content>The document of the boards.</content>
internal sealed partial class LeaderboardHost
{
    /// <summary>The calls of the document of the boards; in a cluster a change takes its lead, which passes by the test's clock.</summary>
    public DocumentCalls Document => DocumentOf("boards");

    /// <summary>The calls of a document of the service.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="isPassing">Whether a change has its lead pass by itself.</param>
    public DocumentCalls DocumentOf(string name, bool isPassing = true) => new(
        async request =>
        {
            Task<HttpResponseMessage> answer = _http.SendAsync(request);
            for (var patience = new Patience(); !answer.IsCompleted && !patience.IsOver; await Task.Delay(1))
            {
                if (isPassing && _boards is ClusterBoards && request.Method != HttpMethod.Get)
                    Clock.Advance(TimeSpan.FromMilliseconds(20));
            }

            return await answer;
        },
        path => new Uri(Url($"/v1/policies/{name}{path}")), Token);
}
