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
        foreach ((long n, string u, UInt128 id, string t) in new[] { (long.MinValue, "a'b\\", (UInt128)1, "it's"), (9L, "", UInt128.MaxValue, "") })
        {
            number.Add(n);
            name.Add(u);
            hash.Add(SqlColumn.Hash(id));
            text.Add(Encoding.UTF8.GetBytes(t));
        }

        var written = new StringBuilder();
        new SqlColumns(number, hour, name, hash, text).WriteValues(written, ["t", "n", "id", "hour", "u"]);

        Assert.Equal(
            "(x'69742773',-9223372036854775808,x'00000000000000000000000000000001',-7,x'6127625C'),(NULL,9,x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',-7,x'')", written.ToString());
        Assert.Throws<ArgumentException>(() => new SqlColumns(number).WriteValues(written, ["u"]));
    }

    [Theory]
    [InlineData(64, "x", true)]
    [InlineData(64, "\"", true)]
    [InlineData(65, "x", false)]
    [InlineData(65, "\"", false)]
    [InlineData(65, "@", false)]
    [InlineData(65, "'", true)]
    [InlineData(65, "\\", true)]
    [InlineData(65, "\n", true)]
    [InlineData(65, "\0", true)]
    [InlineData(64, "é", true)]
    public void Are_as_they_are_only_where_they_are_long_and_nothing_has_to_be_escaped(int length, string last, bool areDigits)
    {
        var text = new SqlColumn<ReadOnlyMemory<byte>>("t");
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', length - 1) + last);
        text.Add(bytes);
        var written = new StringBuilder();
        new SqlColumns(text).WriteValues(written, ["t"]);
        Assert.Equal(areDigits ? $"(x'{Convert.ToHexString(bytes)}')" : $"(_binary'{new string('x', length - 1)}{last}')", written.ToString());
    }

    [Fact]
    public void Are_named_in_a_statement()
    {
        SqlStatement statement = SqlStatement.Read("INSERT INTO t (a, b) VALUES @values(a, b)\n", SqlDialect.MySql);
        Assert.Equal(("INSERT INTO t (a, b) VALUES ", "a b", 0, ""), (statement.Text, string.Join(' ', statement.Values), statement.Columns.Length, statement.End));
        Assert.Empty(SqlStatement.Read("SELECT @batch", SqlDialect.MySql).Values);
    }

    [Fact]
    public void Are_followed_by_what_there_is_one_of_and_by_how_many_they_are()
    {
        SqlStatement statement = SqlStatement.Read("INSERT INTO t (a) VALUES @values(a) ON DUPLICATE KEY UPDATE a = @v + @v; SELECT ROW_COUNT() - @rows\n", SqlDialect.MySql);
        SqlColumn<long> a = new("a"), v = new("v", isOne: true);
        a.Values.AddRange([1, 2]);
        v.Add(-3);
        Assert.Equal(["v"], statement.Ones());
        Assert.Equal("INSERT INTO t (a) VALUES (1),(2) ON DUPLICATE KEY UPDATE a = -3 + -3; SELECT ROW_COUNT() - 2", statement.Write(new SqlColumns(v, a)));
        Assert.Throws<ArgumentException>(() => statement.Write(new SqlColumns(a)));
    }
}
