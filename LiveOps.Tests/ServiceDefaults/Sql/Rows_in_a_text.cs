using System.Text;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Columns;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>Rows as MySQL's INSERT has them in its text.</summary>
public sealed class Rows_in_a_text
{
    [Fact]
    public void Are_numbers_digits_of_bytes_and_nothing_that_a_database_could_read_otherwise()
    {
        var number = new SqlColumn<long>("n");
        var hour = new SqlColumn<int>("hour", isOne: true);
        var name = new SqlColumn<string>("u");
        var hash = new SqlColumn<Guid>("id");
        var text = new SqlColumn<ReadOnlyMemory<byte>>("t");
        hour.Add(-7);
        foreach ((long n, string u, UInt128 id, string t) in new[] { (long.MinValue, "a'b\\", (UInt128)1, new string('x', 65)), (9L, "", UInt128.MaxValue, "") })
        {
            number.Add(n);
            name.Add(u);
            hash.Add(SqlColumn.Hash(id));
            text.Add(Encoding.UTF8.GetBytes(t));
        }

        var written = new StringBuilder();
        new SqlColumns(number, hour, name, hash, text).WriteValues(written, ["t", "n", "id", "hour", "u"]);

        string x = string.Concat(Enumerable.Repeat("78", 65));
        Assert.Equal(
            $"(x'{x}',-9223372036854775808,x'00000000000000000000000000000001',-7,x'6127625C'),(NULL,9,x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',-7,x'')", written.ToString());
        Assert.Throws<ArgumentException>(() => new SqlColumns(number).WriteValues(written, ["u"]));
    }

    [Fact]
    public void Are_named_at_a_statements_end()
    {
        SqlStatement statement = SqlStatement.Read("INSERT INTO t (a, b) VALUES @values(a, b)\n", SqlDialect.MySql);
        Assert.Equal(("INSERT INTO t (a, b) VALUES ", "a b", 0), (statement.Text, string.Join(' ', statement.Values), statement.Columns.Length));
        Assert.Empty(SqlStatement.Read("SELECT @batch", SqlDialect.MySql).Values);
    }
}
