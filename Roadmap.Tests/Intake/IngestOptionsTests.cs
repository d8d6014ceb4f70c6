using Microsoft.Extensions.Options;
using Roadmap.Api.Intake;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Intake;

public sealed class IngestOptionsTests
{
    [Fact]
    public async Task Channels_without_Redis_stop_the_start_by_the_name_of_what_is_missing()
    {
        using var folder = new TempFolder();
        await using var app = Program.Build(["--Urls=http://127.0.0.1:0", $"--Storage:Path={folder.File("log.db")}", "--Ingest:RedisChannels=true"]);

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync().InTime());

        refused.Message.ShouldContain("ConnectionStrings:Redis");
    }

    [Theory]
    [InlineData("roadmap:task:", true)]
    [InlineData("x", true)]
    [InlineData("", false)]
    [InlineData("roadmap", false)]
    [InlineData("roadmap:", false)]
    [InlineData("tasks:*", false)]
    [InlineData("tasks[", false)]
    public void A_prefix_is_plain_and_not_that_of_the_logs_own_channels(string prefix, bool isRight)
    {
        var options = new IngestOptions { RedisChannels = true, IsRedisSet = true, LogChannelPrefix = "roadmap:{", ChannelPrefix = prefix };

        var judged = options.Validate(null, options);

        (judged.FailureMessage ?? "").Contains("Ingest:ChannelPrefix", StringComparison.Ordinal).ShouldBe(!isRight);
        judged.Succeeded.ShouldBe(isRight);
    }
}
