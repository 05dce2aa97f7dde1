using LiveOps.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.ServiceDefaults.Hosting;

public sealed class The_working_directory
{
    [Fact]
    public void Is_not_watched_for_the_sake_of_a_file_of_settings()
    {
        WebApplicationBuilder builder = ServiceBuilder.Create("--LOG_LEVEL=Warning");

        FileConfigurationSource[] files = [.. ((IConfigurationBuilder)builder.Configuration).Sources.OfType<FileConfigurationSource>()];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.ReloadOnChange);
        Assert.Equal("Warning", builder.Configuration["LOG_LEVEL"]);
    }
}
