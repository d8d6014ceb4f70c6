using System.Buffers.Text;
using System.Text.Json;

namespace Roadmap.Client.Connection;

/// <summary>When a token ends.</summary>
internal static class TokenEnd
{
    /// <summary>As a JWT says it (RFC 7519); null when it does not say so, or is none.</summary>
    public static DateTimeOffset? Of(string? token)
    {
        if (token?.Split('.') is not [_, var claims, ..])
            return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("exp", out var exp)
                && exp.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
