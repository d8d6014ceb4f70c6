using Microsoft.Extensions.Options;

namespace Roadmap.Api.Operations;

/// <summary>
/// Those of OpenTelemetry's standard settings that say whether and how telemetry is exported. OpenTelemetry reads them, and all the others, by itself; but
/// what it cannot read it passes over in silence, and takes its default.
/// </summary>
internal sealed class OtlpOptions : IValidateOptions<OtlpOptions>
{
    public const string EndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolName = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string SamplerName = "OTEL_TRACES_SAMPLER";

    private static readonly string[] s_protocols = ["grpc", "http/protobuf"];

    private static readonly string[] s_samplers =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>The collector's address; null when nothing is exported.</summary>
    public string? Endpoint { get; set; }

    public string? Protocol { get; set; }

    public string? Sampler { get; set; }

    public static bool IsOn(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[EndpointName]);

    public void Read(IConfiguration configuration) => (Endpoint, Protocol, Sampler) = (configuration[EndpointName], configuration[ProtocolName], configuration[SamplerName]);

    public ValidateOptionsResult Validate(string? name, OtlpOptions options)
    {
        var problems = new List<string>();
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
            problems.Add($"{EndpointName} is no address; it must be one of http or https, for example http://localhost:4317.");
        if (!IsOneOf(options.Protocol, s_protocols))
            problems.Add($"{ProtocolName} is '{options.Protocol}'; it must be one of {string.Join(", ", s_protocols)}.");
        if (!IsOneOf(options.Sampler, s_samplers))
            problems.Add($"{SamplerName} is '{options.Sampler}'; it must be one of {string.Join(", ", s_samplers)}.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsOneOf(string? value, string[] known) => string.IsNullOrEmpty(value) || known.Contains(value, StringComparer.Ordinal);
}
