using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Access;

/// <summary>What a token says of its caller.</summary>
internal static class TokenClaims
{
    private const string Worker = "worker";
    private const string Operator = "operator";

    /// <summary>What <c>dotnet user-jwts</c>, and some providers, call the claim of one role or several.</summary>
    private const string OtherRoleClaim = "role";

    /// <summary>Null when it names nobody, or somebody whom no task could belong to.</summary>
    public static Caller? Read(JsonWebToken token, string roleClaim)
    {
        if (!Shapes.IsId(token.Subject) || token.ValidTo == DateTime.MinValue)
            return null;
        var roles = CallerRoles.User;
        foreach (var role in Roles(token, roleClaim).Concat(Roles(token, OtherRoleClaim)))
        {
            roles |= role switch
            {
                Worker => CallerRoles.Worker,
                Operator => CallerRoles.Operator,
                _ => CallerRoles.User,
            };
        }

        return new Caller
        {
            Id = token.Subject,
            Roles = roles,
            IssuedAt = token.IssuedAt == DateTime.MinValue ? null : new DateTimeOffset(token.IssuedAt, TimeSpan.Zero),
            ExpiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero),
        };
    }

    /// <summary>A claim may be a text or a list, and may stand within objects.</summary>
    private static IEnumerable<string> Roles(JsonWebToken token, string claim)
    {
        // A text is none of the elements that lists and objects are.
        if (token.TryGetPayloadValue(claim, out object? said))
            return said is string text ? [text] : said is JsonElement list ? Texts(list) : [];
        var path = claim.Split('.');
        if (path.Length == 1 || !token.TryGetPayloadValue(path[0], out JsonElement value))
            return [];
        foreach (var name in path.Skip(1))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return [];
        }

        return Texts(value);
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array =>
            value.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()!),
        _ => [],
    };
}
