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
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "zzz", "http://localhost:4317")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "often", "0.01")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "7", "0.01")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "authorization", "authorization=")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=b,,c=d", "authorization=")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%0d%0ax", "authorization=")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_HEADERS", ";;=a", "authorization=")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s", "10000")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "0", "60000")]
    public async Task What_OpenTelemetry_would_pass_over_in_silence_or_fall_over_stops_the_start_in_one_line(
        string name, string value, string good)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(
            () => HubServer.StartAsync(["--OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", $"--{name}={value}"]));

        refused.Message.ShouldContain(name);
        refused.Message.ShouldContain(good);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc==, x-scope = a b,")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1e-3")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", " ")]
    public async Task What_it_reads_is_taken(string name, string value)
    {
        await using var server = await HubServer.StartAsync(["--OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", $"--{name}={value}"]);
    }
}
