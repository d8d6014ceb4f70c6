using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation.Chat;

/// <summary>
/// Those settings of the section <c>Generation</c> that name a language model. No record: its text would have the key in it.
/// </summary>
public sealed class ModelOptions : IValidateOptions<ModelOptions>
{
    public const string Section = GenerationOptions.Section;

    private static readonly TimeSpan s_longestSilence = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The base address of an API that speaks OpenAI's chat completions, such as <c>https://models.example/v1</c>. Absent: no model is
    /// used, and roadmaps are made from the catalogue.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The model's name, as the endpoint knows it.</summary>
    public string? Model { get; init; }

    /// <summary>Sent as a bearer token. Absent: for endpoints that ask for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The tokens that one roadmap may cost, of questions and answers together, 1,000 to 100,000,000.</summary>
    public int TokenBudget { get; init; } = 500_000;

    /// <summary>
    /// How long the endpoint may say nothing while an answer is expected, before it counts as away. <c>00:00:01</c> to <c>00:10:00</c>.
    /// </summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var problems = new List<string>();
        if (options.Endpoint is { } endpoint && !IsWebAddress(endpoint))
            problems.Add("Generation:Endpoint is no http or https address; for example https://models.example/v1.");
        if (options.Endpoint is not null && string.IsNullOrWhiteSpace(options.Model))
            problems.Add("Generation:Model is missing; it must name a model that Generation:Endpoint knows.");
        if (options.Endpoint is null && (options.Model ?? options.ApiKey) is not null)
            problems.Add("Generation:Endpoint is missing; Generation:Model and Generation:ApiKey mean nothing without it.");
        if (options.TokenBudget is < 1_000 or > 100_000_000)
            problems.Add($"Generation:TokenBudget is {options.TokenBudget}; it must be from 1000 to 100000000, for example 500000.");
        if (options.SilenceLimit < TimeSpan.FromSeconds(1) || options.SilenceLimit > s_longestSilence)
            problems.Add(
                $"Generation:SilenceLimit is {options.SilenceLimit}; it must be from 00:00:01 to 00:10:00, for example 00:01:00.");
        return CheckedOptions.Result(problems);
    }

    private static bool IsWebAddress(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
