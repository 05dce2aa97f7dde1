namespace LiveOps.Dashboards.Model;

/// <summary>One dashboard.</summary>
/// <param name="Id">Its file's name and, behind <c>liveops-</c>, its id in Grafana: links lead to it, so it stays.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What it is for, in a sentence.</param>
/// <param name="Rows">From top to bottom.</param>
internal sealed record Dashboard(string Id, string Title, string Description, params Row[] Rows)
{
    /// <summary>All its panels, in their order.</summary>
    public IEnumerable<Panel> Panels => Rows.SelectMany(row => row.Panels);
}
