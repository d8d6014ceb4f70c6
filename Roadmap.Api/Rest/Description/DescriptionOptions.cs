using Microsoft.Extensions.Options;

namespace Roadmap.Api.Rest.Description;

/// <summary>Who is told how the server is called: the section <c>Docs</c>.</summary>
internal sealed class DescriptionOptions : IValidateOptions<DescriptionOptions>
{
    public const string Section = "Docs";

    /// <summary>Whether <c>/openapi/v1.json</c> is there. Default: true.</summary>
    public bool OpenApi { get; init; } = true;

    /// <summary>Whether <c>/docs</c>, the same as a page, is there. Default: in Development.</summary>
    public bool? Enabled { get; init; }

    public ValidateOptionsResult Validate(string? name, DescriptionOptions options) => options is { OpenApi: false, Enabled: true }
        ? ValidateOptionsResult.Fail("Docs:Enabled is true, and Docs:OpenApi is false. The page shows the description: set both to true.")
        : ValidateOptionsResult.Success;

    public bool HasPage(IHostEnvironment environment) => OpenApi && (Enabled ?? environment.IsDevelopment());
}
