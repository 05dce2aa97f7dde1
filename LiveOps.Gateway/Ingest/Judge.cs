using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;

namespace LiveOps.Gateway.Ingest;

/// <summary>Asks for the verdicts on a request's events, in one call.</summary>
internal sealed class Judge(IVerdicts verdicts, AcceptanceClock clock, IngestOptions options, GatewayMetrics metrics)
{
    /// <summary>Drops the events that Fairness refuses; why is added to what was rejected.</summary>
    /// <returns>The others, and whether they are accepted without having been judged.</returns>
    /// <exception cref="VerdictsUnavailableException">Fairness cannot be asked, and the policy says that nothing is accepted then.</exception>
    // In process the verdicts are there at once; only a wait for them costs a state machine.
    public ValueTask<(EventIntake Accepted, bool Unverified)> AskAsync(EventIntake intake, IngestScratch scratch, CancellationToken aborted)
    {
        ValueTask asked = verdicts.AskAsync(intake.Events.Seal(clock.Now), scratch.Verdicts.AsMemory(0, intake.Events.Count), aborted);
        if (!asked.IsCompletedSuccessfully)
            return WaitForVerdictsAsync(asked, intake, scratch);
        asked.GetAwaiter().GetResult();
        return new((DropRejected(intake, scratch), false));
    }

    private async ValueTask<(EventIntake Accepted, bool Unverified)> WaitForVerdictsAsync(ValueTask asked, EventIntake intake, IngestScratch scratch)
    {
        try
        {
            await asked;
        }
        catch (VerdictsUnavailableException) when (options.AcceptUnverified)
        {
            return (intake, true);
        }

        return (DropRejected(intake, scratch), false);
    }

    private EventIntake DropRejected(EventIntake intake, IngestScratch scratch)
    {
        int count = intake.Events.Count, rejected = 0;
        for (int i = 0; i < count; i++)
        {
            bool drop = scratch.Verdicts[i].Kind != VerdictKind.Accepted;
            scratch.Drop[i] = drop;
            if (drop)
                rejected++;
        }

        if (rejected == 0)
            return intake;
        int n = 0;
        foreach (GameEvent e in intake.Events.Seal(0))
        {
            Verdict verdict = scratch.Verdicts[n];
            if (scratch.Drop[n])
            {
                scratch.Read.Rejected.Add(Rejections.Of(verdict, intake.IndexOf(n), e));
                metrics.Rejected(e.Type);
            }

            n++;
        }

        intake.CopyTo(scratch.Accepted, scratch.Drop.AsSpan(0, count));
        return scratch.Accepted;
    }
}
