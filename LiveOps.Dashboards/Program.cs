// Writes the dashboards for Grafana: dotnet run --project LiveOps.Dashboards -- deploy/monitoring/dashboards
using LiveOps.Dashboards.Contents;
using LiveOps.Dashboards.Grafana;
using LiveOps.Dashboards.Model;

if (args is not [{ } folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine("usage: LiveOps.Dashboards FOLDER: writes a file for each dashboard into a folder that is there.");
    return 2;
}

foreach (Dashboard dashboard in AllDashboards.Make())
    File.WriteAllText(Path.Combine(folder, dashboard.Id + ".json"), DashboardJson.Of(dashboard));
return 0;
