using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Operations;

/// <summary>
/// Those of OpenTelemetry's standard settings that say whether, where and how telemetry is exported. OpenTelemetry reads them, and all the
/// others, by itself; but what it cannot read it passes over in silence and takes its default, or ends the process with a stack.
/// </summary>
internal static class OtlpOptions
{
    public const string EndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string SamplerName = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgName = "OTEL_TRACES_SAMPLER_ARG";

    private static readonly string[] s_protocols = ["grpc", "http/protobuf"];

    private static readonly string[] s_samplers =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>Of all that is exported, and of one kind, which wins.</summary>
    private static readonly string[] s_kinds = ["", "TRACES_", "METRICS_", "LOGS_"];

    /// <summary>What the name of a header consists of.</summary>
    private static readonly SearchValues<char> s_inNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>In milliseconds.</summary>
    private static readonly string[] s_durations = ["OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT"];

    public static bool IsOn(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[EndpointName]);

    /// <summary>To be asked before anything exports: the exporters themselves are made with the first logger.</summary>
    /// <exception cref="OptionsValidationException">A setting is none.</exception>
    public static void Demand(IConfiguration configuration)
    {
        var problems = Problems(configuration).ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(nameof(OtlpOptions), typeof(OtlpOptions), problems);
    }

    private static IEnumerable<string> Problems(IConfiguration configuration)
    {
        foreach (var prefix in s_kinds.Select(kind => $"OTEL_EXPORTER_OTLP_{kind}"))
        {
            if (IsWrong($"{prefix}ENDPOINT", IsAddress, out _))
                yield return $"{prefix}ENDPOINT is no address; it must be one of http or https, for example http://localhost:4317.";
            if (IsWrong($"{prefix}PROTOCOL", s_protocols.Contains, out var protocol))
                yield return $"{prefix}PROTOCOL is '{protocol}'; it must be one of {string.Join(", ", s_protocols)}.";
            // A secret: what it is, is not told.
            if (IsWrong($"{prefix}HEADERS", AreHeaders, out _))
                yield return $"{prefix}HEADERS are none; they must be names and values with commas between them, "
                    + "for example authorization=Bearer%20abc.";
            if (IsWrong($"{prefix}TIMEOUT", IsDuration, out var timeout))
                yield return $"{prefix}TIMEOUT is '{timeout}'; it must be milliseconds, 1 or more, for example 10000.";
        }

        foreach (var name in s_durations)
        {
            if (IsWrong(name, IsDuration, out var duration))
                yield return $"{name} is '{duration}'; it must be milliseconds, 1 or more, for example 60000.";
        }

        if (IsWrong(SamplerName, s_samplers.Contains, out var sampler))
            yield return $"{SamplerName} is '{sampler}'; it must be one of {string.Join(", ", s_samplers)}.";
        if (IsWrong(SamplerArgName, IsRatio, out var ratio))
            yield return $"{SamplerArgName} is '{ratio}'; it must be from 0 to 1, for example 0.01.";

        bool IsWrong(string name, Func<string, bool> isRight, out string? value) =>
            !string.IsNullOrWhiteSpace(value = configuration[name]) && !isRight(value);
    }

    private static bool IsAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    /// <summary>A comma may end the list.</summary>
    private static bool AreHeaders(string value)
    {
        var text = Uri.UnescapeDataString(value);
        return !text.Any(char.IsControl) && (text.EndsWith(',') ? text[..^1] : text).Split(',').All(IsHeader);
    }

    private static bool IsHeader(string header) =>
        header.Split('=', 2) is [var name, _] && name.Trim() is { Length: > 0 } token && !token.AsSpan().ContainsAnyExcept(s_inNames);

    private static bool IsDuration(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0;

    private static bool IsRatio(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1;
}
