using System.Globalization;
using Microsoft.Extensions.Options;
using Roadmap.Api.Ingest;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Ingest;

public sealed class IngestOptionsTests
{
    [Fact]
    public async Task Channels_without_Redis_stop_the_start_by_the_name_of_what_is_missing()
    {
        using var folder = new TempFolder();
        await using var app =
            Program.Build(["--Urls=http://127.0.0.1:0", "--Auth:Mode=None", $"--Storage:Path={folder.File("log.db")}",
                "--Ingest:RedisChannels=true"]);

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

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("+08:00", 480)]
    [InlineData("-03:30", -210)]
    [InlineData("+14:00", 840)]
    [InlineData("Z", 0)]
    public void An_offset_is_read_as_it_stands_in_a_time(string? written, int? minutes)
    {
        var options = new IngestOptions
        {
            RedisChannels = true,
            IsRedisSet = true,
            LogChannelPrefix = "roadmap:{",
            AssumedOffset = written,
        };

        options.Validate(null, options).Succeeded.ShouldBeTrue();
        options.Offset.ShouldBe(minutes is null ? null : TimeSpan.FromMinutes(minutes.Value));
    }

    [Theory]
    [InlineData("8", "00:00:30", "Ingest:AssumedOffset")]
    [InlineData("Asia/Shanghai", "00:00:30", "Ingest:AssumedOffset")]
    [InlineData("+15:00", "00:00:30", "Ingest:AssumedOffset")]
    [InlineData("+08:00", "-00:00:01", "Ingest:WaitForUnknown")]
    [InlineData("+08:00", "00:05:01", "Ingest:WaitForUnknown")]
    public void What_is_wrong_is_named_with_an_example(string offset, string wait, string named)
    {
        var options = new IngestOptions
        {
            RedisChannels = true,
            IsRedisSet = true,
            LogChannelPrefix = "roadmap:{",
            AssumedOffset = offset,
            WaitForUnknown = TimeSpan.Parse(wait, CultureInfo.InvariantCulture),
        };

        options.Validate(null, options).FailureMessage.ShouldNotBeNull()
            .ShouldSatisfyAllConditions(m => m.ShouldContain(named), m => m.ShouldContain("for example"));
    }
}
