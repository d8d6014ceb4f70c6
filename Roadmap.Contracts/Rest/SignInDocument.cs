using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary><c>GET /sign-in.json</c>: how people sign in here. It is told to everybody.</summary>
public sealed record SignInDocument
{
    [JsonPropertyName("mode")]
    public required SignInMode Mode { get; init; }

    /// <summary>The address of the provider who signs people in; absent when tokens come from elsewhere.</summary>
    [JsonPropertyName("authority"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Authority { get; init; }

    /// <summary>The name under which the provider knows the server's page; absent when the page cannot sign anybody in.</summary>
    [JsonPropertyName("client_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    /// <summary>What the page asks the provider for, with spaces between.</summary>
    [JsonPropertyName("scope"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    /// <summary>For whom tokens must be made: their <c>aud</c>.</summary>
    [JsonPropertyName("audience"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Audience { get; init; }
}

/// <summary>How callers show who they are.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SignInMode>))]
public enum SignInMode
{
    /// <summary>Not at all: whoever reaches the server may do everything.</summary>
    Open,

    /// <summary>Not at all, since only this machine reaches the server: it is in Development, and nothing is configured.</summary>
    OpenToThisMachine,

    /// <summary>By a token.</summary>
    Token,
}
