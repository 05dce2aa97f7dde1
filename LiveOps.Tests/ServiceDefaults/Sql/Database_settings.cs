using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Sql.Providers;
using Microsoft.AspNetCore.Builder;
using MySqlConnector;
using Npgsql;

namespace LiveOps.Tests.ServiceDefaults.Sql;

public sealed class Database_settings
{
    [Theory]
    [InlineData(null, null, "ConnectionStrings__things (or DB_URL) is not set")]
    [InlineData("oracle", "Host=h;Database=d", "DB_KIND must be mysql or postgres.")]
    [InlineData(null, "Host=h;Database=d", "DB_KIND must be mysql or postgres: ConnectionStrings__things is no URL that would say so, nor does it name a Server, as MySQL's do.")]
    [InlineData(null, "Server=h;Port=5432;Database=d", "DB_KIND must be mysql or postgres")]
    [InlineData(null, "no connection string", "ConnectionStrings__things is neither a URL nor an ADO.NET connection string.")]
    [InlineData("mysql", "Server=h;Database=d;Colour=red", "a part that MySQL's driver does not know")]
    [InlineData("mysql", "Server=h", "must name a Server and a Database")]
    [InlineData("postgres", "mysql://h/d", "DB_KIND and the scheme of ConnectionStrings__things disagree.")]
    [InlineData("postgres", "no connection string", "ConnectionStrings__things is neither a URL nor an ADO.NET connection string.")]
    [InlineData("postgres", "Host=h;Database=d;Colour=red", "a part that PostgreSQL's driver does not know")]
    [InlineData("postgres", "Host=h", "must name a Host and a Database")]
    [InlineData("postgres", "postgres://host-alone", "ConnectionStrings__things must name a host and a database.")]
    [InlineData("mysql", "postgres://h/d", "DB_KIND and the scheme of ConnectionStrings__things disagree.")]
    [InlineData(null, "oracle://h/d", "must begin with postgres:// or mysql://")]
    [InlineData(null, "postgres://u:a/b@h:x/d", "not a usable URL")]
    public void What_is_wrong_stops_the_start_with_a_sentence(string? kind, string? connection, string sentence)
    {
        WebApplicationBuilder builder = ThingsHost.Builder(("DB_KIND", kind), ("ConnectionStrings:things", connection));

        SettingException e = Assert.Throws<SettingException>(() => builder.AddSqlDatabase<ThingsContext>("things"));

        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server=h;Database=d", "")]
    [InlineData("Server=h;Port=3306;Database=d", "")]
    [InlineData("mysql://h/d", "")]
    [InlineData("mariadb://h/d", "mysql")]
    [InlineData("Host=h;Database=d", "MYSQL")]
    public void MySQL_is_what_a_URL_or_DB_KIND_or_the_name_Server_says(string text, string kind) =>
        Assert.Equal(SqlKind.MySql, SqlSettings.Read(ThingsHost.Builder(("DB_KIND", kind), ("DB_URL", text)).Configuration, "things").Kind);

    [Theory]
    [InlineData("postgres://ann:p%40ss%2Fword@db.example:6432/game?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=4&Command%20Timeout=3")]
    [InlineData("Host=db.example;Port=6432;Database=game;Username=ann;Password=p@ss/word;SSL Mode=VerifyFull;Root Certificate=/ca.pem;Timeout=4;Command Timeout=3")]
    public void A_URL_says_the_same_as_a_connection_string_of_PostgreSQL(string text)
    {
        WebApplicationBuilder builder = ThingsHost.Builder(("DB_KIND", "postgres"), ("DB_URL", text));

        var read = new NpgsqlConnectionStringBuilder(SqlSettings.Read(builder.Configuration, "things").ConnectionString);

        Assert.Equal(("db.example", 6432, "game", "ann", "p@ss/word"), (read.Host, read.Port, read.Database, read.Username, read.Password));
        Assert.Equal((SslMode.VerifyFull, "/ca.pem", 4, 3), (read.SslMode, read.RootCertificate, read.Timeout, read.CommandTimeout));
    }

    [Theory]
    [InlineData("mysql://ann:p%40ss%2Fword@db.example:3307/game?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem&connect_timeout=4&Default%20Command%20Timeout=3")]
    [InlineData("mysql://ann:p%40ss%2Fword@db.example:3307/game?ssl-mode=VERIFY_IDENTITY&ssl-ca=/ca.pem&ssl-cert=/c.pem&ssl-key=/k.pem&connect_timeout=4&Default%20Command%20Timeout=3")]
    [InlineData("Server=db.example;Port=3307;Database=game;User ID=ann;Password=p@ss/word;SSL Mode=VerifyFull;SSL CA=/ca.pem;SSL Cert=/c.pem;SSL Key=/k.pem;Connection Timeout=4;Default Command Timeout=3")]
    public void A_URL_says_the_same_as_a_connection_string_of_MySQL(string text)
    {
        WebApplicationBuilder builder = ThingsHost.Builder(("DB_URL", text));

        var read = new MySqlConnectionStringBuilder(SqlSettings.Read(builder.Configuration, "things").ConnectionString);

        Assert.Equal(("db.example", 3307u, "game", "ann", "p@ss/word"), (read.Server, read.Port, read.Database, read.UserID, read.Password));
        Assert.Equal((MySqlSslMode.VerifyFull, "/ca.pem", "/c.pem", "/k.pem"), (read.SslMode, read.SslCa, read.SslCert, read.SslKey));
        Assert.Equal((4u, 3u), (read.ConnectionTimeout, read.DefaultCommandTimeout));
    }

    [Theory]
    [InlineData("Multiplexing=true", "asks for Multiplexing")]
    [InlineData("Client Encoding=LATIN1", "another encoding than UTF8")]
    [InlineData("Encoding=iso-8859-1", "another encoding than UTF8")]
    [InlineData("Target Session Attributes=prefer-standby", "asks for Target Session Attributes")]
    [InlineData("Target Session Attributes=primary", "asks for Target Session Attributes")]
    [InlineData("Host=h,i;Target Session Attributes=read-write", "asks for Target Session Attributes")]
    public void An_option_of_PostgreSQLs_driver_under_which_we_could_not_keep_what_we_promise_stops_the_start(string option, string sentence)
    {
        WebApplicationBuilder builder = ThingsHost.Builder(("DB_KIND", "postgres"), ("ConnectionStrings:things", $"Host=h;Database=d;{option}"));

        SettingException e = Assert.Throws<SettingException>(() => builder.AddSqlDatabase<ThingsContext>("things"));

        Assert.StartsWith("The connection string of things asks for", e.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Multiplexing=false;Client Encoding=utf-8;Encoding=UTF8;Target Session Attributes=any;No Reset On Close=true;Enlist=false;Pooling=false;Max Auto Prepare=0")]
    [InlineData("Host=h,i")]
    public void One_that_breaks_nothing_is_the_settings_own(string options)
    {
        using var source = new SqlSource(new SqlSettings("things", SqlKind.Postgres, $"Host=h;Database=d;{options}"));
        var (asked, opened) = (new NpgsqlConnectionStringBuilder(options), new NpgsqlConnectionStringBuilder(source.Connections.ConnectionString));
        Assert.Equal((asked.NoResetOnClose, asked.Pooling, asked.TargetSessionAttributes), (opened.NoResetOnClose, opened.Pooling, opened.TargetSessionAttributes));
    }

    [Fact]
    public void What_MySQLs_driver_must_do_for_us_it_does_whatever_the_setting_says()
    {
        const string Text = "Server=h;Database=d;Allow User Variables=false;Use Affected Rows=true;No Backslash Escapes=true;Guid Format=Binary16;Treat Tiny As Boolean=false;"
            + "Ignore Command Transaction=true;Auto Enlist=true;Connection Reset=true;Allow Load Local Infile=true";
        using var source = new SqlSource(new SqlSettings("things", SqlKind.MySql, Text));
        var opened = new MySqlConnectionStringBuilder(source.Connections.ConnectionString);
        Assert.Equal((true, false, false, MySqlGuidFormat.Default, true), (opened.AllowUserVariables, opened.UseAffectedRows, opened.NoBackslashEscapes, opened.GuidFormat, opened.TreatTinyAsBoolean));
        Assert.Equal((true, true), (opened.ConnectionReset, opened.AllowLoadLocalInfile)); // the first costs a round trip, and the session is told again what it is
    }

    [Theory]
    [InlineData("Host=h;Database=d", 5, 15, 20)]
    [InlineData("Host=h;Database=d;CommandTimeout=3;Maximum Pool Size=7;Timeout=1", 1, 3, 7)]
    public void Connections_to_PostgreSQL_are_bounded_in_number_and_time_unless_the_setting_says_otherwise(string text, int connect, int command, int most)
    {
        using var source = new SqlSource(new SqlSettings("things", SqlKind.Postgres, text));
        var opened = new NpgsqlConnectionStringBuilder(source.Connections.ConnectionString);
        Assert.Equal((connect, command, most), (opened.Timeout, opened.CommandTimeout, opened.MaxPoolSize));
    }

    [Theory]
    [InlineData("Server=h;Database=d", 5u, 15u, 20u)]
    [InlineData("Server=h;Database=d;DefaultCommandTimeout=3;Max Pool Size=7;Connect Timeout=1", 1u, 3u, 7u)]
    public void Connections_to_MySQL_are_bounded_in_number_and_time_unless_the_setting_says_otherwise(string text, uint connect, uint command, uint most)
    {
        using var source = new SqlSource(new SqlSettings("things", SqlKind.MySql, text));
        var opened = new MySqlConnectionStringBuilder(source.Connections.ConnectionString);
        Assert.Equal((connect, command, most), (opened.ConnectionTimeout, opened.DefaultCommandTimeout, opened.MaximumPoolSize));
    }
}
