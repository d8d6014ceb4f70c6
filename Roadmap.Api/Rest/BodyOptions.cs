using Microsoft.Extensions.Options;

namespace Roadmap.Api.Rest;

/// <summary>What of the section <c>Limits</c> bodies are read by.</summary>
internal sealed class BodyOptions : IValidateOptions<BodyOptions>
{
    public const string Section = "Limits";

    /// <summary>
    /// How long a caller may take to send the whole body of a request; <c>00:00:01</c> to <c>01:00:00</c>. After it:
    /// <c>request_timeout</c>.
    /// </summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, BodyOptions options) =>
        options.BodyTimeout >= TimeSpan.FromSeconds(1) && options.BodyTimeout <= TimeSpan.FromHours(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Limits:BodyTimeout is {options.BodyTimeout}; it must be from 00:00:01 to 01:00:00, for example 00:01:00.");
}
