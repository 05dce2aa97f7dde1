namespace LiveOps.Fairness.Verdicts;

internal static class VerdictEndpoints
{
    public static void MapVerdicts(this WebApplication app)
    {
    }
}
