using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Tests.Core.Ids;

public sealed class Tables_of_ids
{
    [Fact]
    public void It_agrees_with_a_dictionary_over_a_long_random_history()
    {
        var random = new Random(20261120);
        var table = new IdTable();
        var model = new Dictionary<string, int>();
        for (int step = 0; step < 200_000; step++)
        {
            string id = $"player-{random.Next(3000)}{new string('x', random.Next(3) * 20)}";
            byte[] utf8 = Encoding.ASCII.GetBytes(id);
            if (random.Next(3) == 0)
            {
                Assert.Equal(model.Remove(id), table.Remove(utf8));
                Assert.Equal(-1, table.Find(utf8));
            }
            else
            {
                int number = table.GetOrAdd(utf8, out bool added);
                Assert.Equal(!model.ContainsKey(id), added);
                if (!added)
                    Assert.Equal(model[id], number);
                model[id] = number;
                Assert.Equal(id, table.Text(number));
            }

            Assert.Equal(model.Count, table.Count);
        }

        Assert.Equal(model.Count, model.Values.Distinct().Count());
        foreach ((string id, int number) in model)
        {
            Assert.Equal(number, table.Find(Encoding.ASCII.GetBytes(id)));
            Assert.True(table.IsUsed(number));
        }

        Assert.True(table.End <= 9000);
    }
}
