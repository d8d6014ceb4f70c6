using Microsoft.Extensions.Options;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Chat;

public sealed class ModelOptionsTests
{
    [Theory]
    [InlineData("Generation:Endpoint", "--Generation:Endpoint=ftp://models.example", "--Generation:Model=m")]
    [InlineData("Generation:Endpoint", "--Generation:Endpoint=models", "--Generation:Model=m")]
    [InlineData("Generation:Model", "--Generation:Endpoint=http://127.0.0.1:1/v1")]
    [InlineData("Generation:Endpoint", "--Generation:ApiKey=secret")]
    [InlineData("Generation:TokenBudget", "--Generation:TokenBudget=999")]
    [InlineData("Generation:TokenBudget", "--Generation:TokenBudget=100000001")]
    [InlineData("Generation:SilenceLimit", "--Generation:SilenceLimit=00:00:00.9")]
    [InlineData("Generation:SilenceLimit", "--Generation:SilenceLimit=00:10:01")]
    public async Task A_setting_that_cannot_be_stops_the_start_by_its_name(string named, params string[] settings)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(async () => await HubServer.StartAsync(settings));

        refused.Message.ShouldStartWith(named);
        refused.Message.ShouldNotContain("secret");
    }
}
