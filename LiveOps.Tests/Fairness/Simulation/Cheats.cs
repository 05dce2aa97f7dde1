using LiveOps.Core.Verdicts;

namespace LiveOps.Tests.Fairness.Simulation;

/// <summary>How cheats play, from the moment they begin to cheat; those who need a past get an honest one first.</summary>
internal static class Cheats
{
    /// <summary>500 events a second for ten seconds.</summary>
    public static double Flood(SimulatedPlayer player)
    {
        while (player.Seconds < 10)
        {
            player.Wait(0.002);
            player.Xp(1);
        }

        return 0;
    }

    /// <summary>An honest past, then every score twenty-fold, a game every two minutes.</summary>
    public static double Multiplier(SimulatedPlayer player)
    {
        double from = Past(player), skill = player.LogNormal(20_000, 0.1);
        Until(player, from + 6 * 3600, () =>
        {
            player.Wait(player.LogNormal(120, 0.3));
            return player.Score(player.LogNormal(skill, 0.3));
        });
        return from;
    }

    /// <summary>Honest laps, crashes and pauses among them, then every time divided by twenty.</summary>
    public static double Shortcut(SimulatedPlayer player)
    {
        for (int lap = 0; lap < 25; lap++)
        {
            double seconds = player.LogNormal(75, 0.05) + (player.Random.Next(15) == 0 ? player.LogNormal(600, 0.8) : 0);
            player.Wait(seconds + player.LogNormal(20, 0.8));
            player.Lap(seconds);
        }

        double from = player.Seconds;
        Until(player, from + 6 * 3600, () =>
        {
            player.Wait(player.LogNormal(120, 0.3));
            return player.Lap(player.LogNormal(75.0 / 20, 0.05));
        });
        return from;
    }

    /// <summary>Nine tenths of what a minute allows, minute after minute.</summary>
    public static double SlowDrip(SimulatedPlayer player)
    {
        Until(player, 6 * 3600, () =>
        {
            player.Wait(player.Uniform(5, 7));
            return player.Xp(90_000);
        });
        return 0;
    }

    /// <summary>An honest past, then one good score under new ids, every few seconds.</summary>
    public static double Replay(SimulatedPlayer player)
    {
        double from = Past(player);
        Until(player, from + 6 * 3600, () =>
        {
            player.Wait(player.Uniform(3, 8));
            return player.Score(1500);
        });
        return from;
    }

    /// <summary>A script that plays a game a minute, give or take five per cent, all day; its scores are plausible.</summary>
    public static double JitteredBot(SimulatedPlayer player)
    {
        Until(player, 12 * 3600, () =>
        {
            player.Wait(60 * player.Uniform(0.95, 1.05));
            return player.Score(player.LogNormal(1000, 0.2));
        });
        return 0;
    }

    private static double Past(SimulatedPlayer player)
    {
        for (int game = 0; game < 25; game++)
        {
            player.Wait(player.LogNormal(240, 0.4));
            player.Score(player.LogNormal(1000, 0.3));
        }

        return player.Seconds;
    }

    private static void Until(SimulatedPlayer player, double end, Func<VerdictKind> step)
    {
        while (player.Seconds < end && step() != VerdictKind.Blocked)
        {
        }
    }
}
