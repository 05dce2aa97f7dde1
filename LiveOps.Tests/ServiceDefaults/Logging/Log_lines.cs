using System.Diagnostics;
using System.Text.Json;
using LiveOps.ServiceDefaults.Logging;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LiveOps.Tests.ServiceDefaults.Logging;

public sealed class Log_lines
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void An_event_is_one_line_of_JSON_with_its_values_trace_and_exception()
    {
        using Activity activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        string line = Json(LogLevel.Warning, "weekly has\n3 players", new InvalidOperationException("no"), Value("Board", "weekly"), Value("Players", 3));

        Assert.Equal(1, line.Count(c => c == '\n'));
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal("2026-11-20T12:00:00Z", json.RootElement.GetProperty("time").GetString());
        Assert.Equal("warn", json.RootElement.GetProperty("level").GetString());
        Assert.Equal("leaderboard", json.RootElement.GetProperty("service").GetString());
        Assert.Equal("weekly has\n3 players", json.RootElement.GetProperty("message").GetString());
        Assert.Equal("weekly", json.RootElement.GetProperty("data").GetProperty("Board").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("data").GetProperty("Players").GetInt32());
        Assert.Equal(activity.TraceId.ToHexString(), json.RootElement.GetProperty("traceId").GetString());
        Assert.Equal(activity.SpanId.ToHexString(), json.RootElement.GetProperty("spanId").GetString());
        Assert.StartsWith("System.InvalidOperationException: no", json.RootElement.GetProperty("exception").GetString());
    }

    [Fact]
    public void Secrets_are_masked_wherever_they_stand()
    {
        Redaction.Add(["canary/of+this test", "short"]);

        string line = Json(
            LogLevel.Error,
            "is canary/of+this test! short",
            new InvalidOperationException("at canary%2Fof%2Bthis%20test"),
            Value("Value", "is canary/of+this test!"));

        Assert.DoesNotContain("canary", line);
        Assert.Contains("\"message\":\"is [secret]! short\"", line);
        Assert.Contains("\"Value\":\"is [secret]!\"", line);
        Assert.Contains("at [secret]", line);
    }

    [Fact]
    public void Text_for_people_is_one_line_too()
    {
        Redaction.Add(["canary/of+this test"]);

        string line = Write(new TextLine(new LogService("gateway"), _clock), LogLevel.Information, "one\ncanary/of+this test");

        Assert.Equal("12:00:00 info     gateway     one [secret]" + Environment.NewLine, line);
    }

    [Theory]
    [InlineData("OPERATOR_TOKEN", "all-of-it", "all-of-it")]
    [InlineData("Signing:Keys:mobile:0", "all-of-it", "all-of-it")]
    [InlineData("ConnectionStrings:redis", "cache:6380,password=pass-word,ssl=true", "pass-word")]
    [InlineData("ConnectionStrings:progression", "Server=db;Pwd=\"pass;word\";Database=p", "pass;word")]
    [InlineData("ConnectionStrings:servicebus", "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=abc=", "abc=")]
    [InlineData("DB_URL", "postgres://user:pass-word@db:5432/p", "pass-word")]
    [InlineData("REDIS_URL", "redis://:pass-word@cache", "pass-word")]
    [InlineData("LOG_LEVEL", "information", null)]
    [InlineData("ConnectionStrings:redis", "localhost:6379", null)]
    public void A_settings_secret_part_is_known_by_its_name(string name, string value, string? secret) =>
        Assert.Equal(secret is null ? [] : [secret], SecretSettings.SecretsOf(KeyValuePair.Create(name, (string?)value)));

    [Fact]
    public async Task LOG_LEVEL_is_followed_live_and_a_bad_edit_keeps_the_one_before()
    {
        using var folder = new TempFolder();
        await using DefaultsHost host = await DefaultsHost.StartAsync(configure: builder =>
        {
            builder.Configuration["SECRETS_DIR"] = folder.Path;
            builder.Services.AddSingleton<TimeProvider>(_clock);
        });
        ILoggerFactory loggers = host.Services.GetRequiredService<ILoggerFactory>();
        ILogger ours = loggers.CreateLogger("LiveOps.Any"), requests = loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics");
        Assert.Equal((false, true), (ours.IsEnabled(LogLevel.Debug), ours.IsEnabled(LogLevel.Information)));
        Assert.False(requests.IsEnabled(LogLevel.Critical)); // or every request would get an Activity

        SetLevel("debug");
        Assert.True(ours.IsEnabled(LogLevel.Debug));
        Assert.True(requests.IsEnabled(LogLevel.Information));

        SetLevel("loud");
        Assert.True(ours.IsEnabled(LogLevel.Debug));

        SetLevel("error");
        Assert.Equal((false, true), (ours.IsEnabled(LogLevel.Warning), ours.IsEnabled(LogLevel.Error)));

        void SetLevel(string level)
        {
            File.WriteAllText(folder.File("LOG_LEVEL"), level);
            _clock.Advance(SecretFiles.Interval);
        }
    }

    [Fact]
    public async Task A_level_or_format_that_is_none_stops_the_start()
    {
        foreach (string setting in (string[])["LOG_LEVEL", "LOG_FORMAT"])
        {
            var refused = await Assert.ThrowsAsync<SettingException>(() => DefaultsHost.StartAsync(configure: builder => builder.Configuration[setting] = "loud"));
            Assert.StartsWith(setting, refused.Message);
        }
    }

    private string Json(LogLevel level, string message, Exception? exception, params KeyValuePair<string, object?>[] values) =>
        Write(new JsonLine(new LogService("leaderboard"), _clock), level, message, exception, values);

    private static string Write(ConsoleFormatter formatter, LogLevel level, string message, Exception? exception = null, params KeyValuePair<string, object?>[] values)
    {
        using var writer = new StringWriter();
        IReadOnlyList<KeyValuePair<string, object?>> state = [.. values, KeyValuePair.Create("{OriginalFormat}", (object?)"as written")];
        formatter.Write(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(level, "LiveOps.Boards", 0, state, exception, (_, _) => message), null, writer);
        return writer.ToString();
    }

    private static KeyValuePair<string, object?> Value(string name, object? value) => KeyValuePair.Create(name, value);
}
