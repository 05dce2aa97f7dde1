using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Secrets;

public sealed class Secrets_from_files : IDisposable
{
    private const string First = "first-secret-of-at-least-thirty-two-bytes";
    private const string Second = "second-secret-of-at-least-thirty-two-bytes";

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_a_setting_and_two_underscores_in_its_name_a_colon()
    {
        File.WriteAllText(_folder.File("HMAC_SECRET"), First + "\n");
        File.WriteAllText(_folder.File("Signing__Keys__mobile__0"), Second);
        File.WriteAllText(_folder.File("..data"), "Kubernetes' own");

        using WebApplication app = Build();

        Assert.Equal(First, app.Configuration["HMAC_SECRET"]);
        Assert.Equal(Second, app.Configuration["Signing:Keys:mobile:0"]);
        Assert.Equal(["mobile"], app.Configuration.GetSection("Signing:Keys").GetChildren().Select(key => key.Key));
        Assert.Null(app.Configuration["..data"]);
    }

    [Fact]
    public void The_environment_and_the_command_line_win_over_files_and_files_over_what_was_set_before()
    {
        File.WriteAllText(_folder.File("FROM_ALL"), "file");
        File.WriteAllText(_folder.File("FROM_FILE"), "file");
        string variable = $"SecretsTest_{Guid.NewGuid():N}";
        File.WriteAllText(_folder.File(variable), "file");
        Environment.SetEnvironmentVariable(variable, "environment");
        try
        {
            using WebApplication app = Build(
                builder => builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("FROM_FILE", (string?)"before")]),
                arguments: "--FROM_ALL=command line");

            Assert.Equal("command line", app.Configuration["FROM_ALL"]);
            Assert.Equal("environment", app.Configuration[variable]);
            Assert.Equal("file", app.Configuration["FROM_FILE"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void What_was_set_on_the_configuration_before_is_still_there()
    {
        using WebApplication app = Build(builder => builder.Configuration["SET_BEFORE"] = "still");

        Assert.Equal("still", app.Configuration["SET_BEFORE"]);
    }

    [Fact]
    public void A_changed_file_is_taken_up_at_the_next_look_and_a_removed_one_forgotten()
    {
        File.WriteAllText(_folder.File("A"), "one");
        using WebApplication app = Build();

        File.WriteAllText(_folder.File("A"), "two");
        Assert.Equal("one", app.Configuration["A"]);
        _clock.Advance(SecretFiles.Interval);
        Assert.Equal("two", app.Configuration["A"]);

        File.Delete(_folder.File("A"));
        _clock.Advance(SecretFiles.Interval);
        Assert.Null(app.Configuration["A"]);
    }

    [Fact]
    public void Signing_keys_follow_their_files_and_a_bad_edit_keeps_those_before()
    {
        File.WriteAllText(_folder.File("HMAC_SECRET"), First);
        using WebApplication app = Build(after: builder => builder.AddRequestSigning());
        SigningKeys keys = app.Services.GetRequiredService<SigningKeys>();

        File.WriteAllText(_folder.File("Signing__Keys__default__0"), Second);
        _clock.Advance(SecretFiles.Interval);
        Assert.Equal(2, keys.Current.Find(KeyRing.DefaultKey)!.Length);

        File.WriteAllText(_folder.File("HMAC_SECRET"), "short");
        _clock.Advance(SecretFiles.Interval);
        Assert.Equal(2, keys.Current.Find(KeyRing.DefaultKey)!.Length);

        File.WriteAllText(_folder.File("HMAC_SECRET"), Second);
        File.Delete(_folder.File("Signing__Keys__default__0"));
        _clock.Advance(SecretFiles.Interval);
        byte[] mac = new byte[32], expected = new byte[32];
        Assert.Single(keys.Current.Find(KeyRing.DefaultKey)!).Compute("id", "1", [], mac);
        new SigningKey(System.Text.Encoding.UTF8.GetBytes(Second)).Compute("id", "1", [], expected);
        Assert.Equal(expected, mac);
    }

    private WebApplication Build(Action<WebApplicationBuilder>? before = null, Action<WebApplicationBuilder>? after = null, params string[] arguments)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("SECRETS_DIR", (string?)_folder.Path)]);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        before?.Invoke(builder);
        builder.AddServiceDefaults("test");
        after?.Invoke(builder);
        return builder.Build();
    }
}
