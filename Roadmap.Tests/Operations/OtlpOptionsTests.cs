using Microsoft.Extensions.Options;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

public sealed class OtlpOptionsTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "http://localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "http://localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "http/protobuf")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes", "parentbased_traceidratio")]
    public async Task What_OpenTelemetry_would_pass_over_in_silence_stops_the_start(string name, string value, string good)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => HubServer.StartAsync(["--OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", $"--{name}={value}"]));

        refused.Message.ShouldContain(name);
        refused.Message.ShouldContain(good);
    }
}
