using LiveOps.Tests.Fairness.Rules;

namespace LiveOps.Tests.Fairness.Simulation;

/// <summary>How honest people play: nothing here is regular, and everything has a long tail.</summary>
internal static class HonestStyles
{
    /// <summary>Three hours on end, much XP in small pieces, a game every four minutes, slowly getting better.</summary>
    public static void Grinder(SimulatedPlayer player)
    {
        double skill = player.LogNormal(1000, 0.5), nextGame = 0, nextBoss = 0;
        while (player.Seconds < 3 * 3600)
        {
            player.Wait(player.LogNormal(12, 0.6));
            player.Xp((long)player.LogNormal(150, 0.8));
            if (player.Random.Next(8) == 0)
                player.Item(1 + player.Random.Next(3));
            if (player.Seconds > nextBoss)
            {
                player.Boss();
                nextBoss = player.Seconds + player.LogNormal(400, 0.5);
            }

            if (player.Seconds > nextGame)
            {
                player.Score(player.LogNormal(skill, 0.3));
                skill *= 1.002;
                nextGame = player.Seconds + player.LogNormal(240, 0.35);
            }
        }
    }

    /// <summary>Two evenings a week, some of it offline: what happened on the train arrives at once.</summary>
    public static void Weekend(SimulatedPlayer player)
    {
        double skill = player.LogNormal(1000, 0.5);
        for (int evening = 0; evening < 4; evening++)
        {
            for (int game = 0; game < 6; game++)
            {
                player.Wait(player.LogNormal(300, 0.4));
                player.Score(player.LogNormal(skill, 0.45));
                player.Xp((long)player.LogNormal(2000, 0.5));
                if (player.Random.Next(3) == 0)
                    player.Boss();
            }

            player.Wait(player.LogNormal(3600, 0.5));
            for (int queued = player.Random.Next(40); queued > 0; queued--)
                player.Xp((long)player.LogNormal(300, 0.6));
            player.Wait(evening % 2 == 0 ? 86_400 : 6 * 86_400);
        }
    }

    /// <summary>The same three minutes again and again, within two per cent; most runs are broken off; now and then a better route.</summary>
    public static void Speedrunner(SimulatedPlayer player)
    {
        double best = player.Uniform(160, 220);
        for (int run = 0; run < 120; run++)
        {
            double seconds = best * (1 + Math.Abs(0.02 * Rules_of_the_policy.Gaussian(player.Random)));
            if (player.Random.NextDouble() < 0.6)
            {
                player.Wait(player.Uniform(5, seconds) + player.Uniform(2, 20));
                continue;
            }

            player.Wait(seconds + player.LogNormal(15, 0.8));
            player.Score(100_000_000 / seconds);
            player.Xp(500);
            if (player.Random.Next(40) == 0)
                best *= player.Uniform(0.93, 1);
        }
    }

    /// <summary>A lap a minute and a half, timed: getting faster, now and then a lap with a crash or a pause in it, ten times as long or more.</summary>
    public static void Racer(SimulatedPlayer player)
    {
        double skill = player.Uniform(55, 95);
        for (int lap = 0; lap < 80; lap++)
        {
            double seconds = player.LogNormal(skill, 0.05);
            if (player.Random.Next(15) == 0)
                seconds += player.LogNormal(600, 0.8);
            player.Wait(seconds + player.LogNormal(20, 0.8));
            player.Lap(seconds);
            skill *= 0.998;
        }
    }

    /// <summary>The first thirty games: learning fast, now and then by luck three times as good as usual.</summary>
    public static void New(SimulatedPlayer player)
    {
        double skill = player.LogNormal(100, 0.5);
        for (int game = 0; game < 30; game++)
        {
            player.Wait(player.LogNormal(200, 0.5));
            double luck = player.Random.Next(50) == 0 ? 3 : 1;
            player.Score(player.LogNormal(skill * (1 + 0.15 * game) * luck, 0.3));
            player.Xp((long)player.LogNormal(300, 0.6));
            if (player.Random.Next(6) == 0)
                player.Wait(player.LogNormal(20_000, 1));
        }
    }
}
