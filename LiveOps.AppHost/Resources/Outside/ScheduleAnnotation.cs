namespace LiveOps.AppHost.Resources.Outside;

/// <summary>Says of a program that it runs by the clock and ends: when (https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/), in UTC.</summary>
/// <param name="Cron">Minute, hour, day of the month, month and day of the week.</param>
internal sealed record ScheduleAnnotation(string Cron) : IResourceAnnotation;
