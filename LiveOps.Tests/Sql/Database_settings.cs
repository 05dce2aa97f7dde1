using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace LiveOps.Tests.Sql;

public sealed class Database_settings
{
    [Theory]
    [InlineData(null, null, "ConnectionStrings__things (or DB_URL) is not set")]
    [InlineData("oracle", "Host=h;Database=d", "DB_KIND must be postgres or mysql.")]
    [InlineData(null, "Host=h;Database=d", "DB_KIND must be postgres or mysql: ConnectionStrings__things is no URL")]
    [InlineData("postgres", "no connection string", "ConnectionStrings__things is neither a URL nor an ADO.NET connection string.")]
    [InlineData("postgres", "Host=h;Database=d;Colour=red", "a part that PostgreSQL's driver does not know")]
    [InlineData("postgres", "Host=h", "must name a Host and a Database")]
    [InlineData("postgres", "postgres://host-alone", "ConnectionStrings__things must name a host and a database.")]
    [InlineData("mysql", "postgres://h/d", "DB_KIND and the scheme of ConnectionStrings__things disagree.")]
    [InlineData(null, "oracle://h/d", "must begin with postgres:// or mysql://")]
    [InlineData(null, "postgres://u:a/b@h:x/d", "not a usable URL")]
    [InlineData(null, "mysql://h/d", "DB_KIND=mysql needs a build with Aspire")]
    public void What_is_wrong_stops_the_start_with_a_sentence(string? kind, string? connection, string sentence)
    {
        WebApplicationBuilder builder = ThingsHost.Builder(("DB_KIND", kind), ("ConnectionStrings:things", connection));

        SettingException e = Assert.Throws<SettingException>(() => builder.AddSqlDatabase<ThingsContext>("things"));

        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss%2Fword@db.example:6432/game?sslmode=verify-full&sslrootcert=/ca.pem&Command%20Timeout=3")]
    [InlineData("Host=db.example;Port=6432;Database=game;Username=ann;Password=p@ss/word;SSL Mode=VerifyFull;Root Certificate=/ca.pem;Command Timeout=3")]
    public void A_URL_says_the_same_as_a_connection_string(string text)
    {
        WebApplicationBuilder builder = ThingsHost.Builder(("DB_KIND", "postgres"), ("DB_URL", text));

        var read = new NpgsqlConnectionStringBuilder(SqlSettings.Read(builder.Configuration, "things").ConnectionString);

        Assert.Equal(("db.example", 6432, "game", "ann", "p@ss/word"), (read.Host, read.Port, read.Database, read.Username, read.Password));
        Assert.Equal((SslMode.VerifyFull, "/ca.pem", 3), (read.SslMode, read.RootCertificate, read.CommandTimeout));
    }

    [Fact]
    public void Connections_are_bounded_in_number_and_time_unless_the_setting_says_otherwise()
    {
        NpgsqlConnectionStringBuilder plain = Opened("Host=h;Database=d"), own = Opened("Host=h;Database=d;CommandTimeout=3;Maximum Pool Size=7;Timeout=1");

        Assert.Equal((5, 15, 20), (plain.Timeout, plain.CommandTimeout, plain.MaxPoolSize));
        Assert.Equal((1, 3, 7), (own.Timeout, own.CommandTimeout, own.MaxPoolSize));
    }

    private static NpgsqlConnectionStringBuilder Opened(string connection)
    {
        using var source = new SqlSource(new SqlSettings("things", SqlKind.Postgres, connection));
        return new NpgsqlConnectionStringBuilder(source.Connections.ConnectionString);
    }
}
