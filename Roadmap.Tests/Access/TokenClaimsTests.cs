using Microsoft.IdentityModel.JsonWebTokens;
using Roadmap.Api.Access;
using Roadmap.Hubs.Access;

namespace Roadmap.Tests.Access;

/// <summary>Makers of tokens write roles in several ways.</summary>
public sealed class TokenClaimsTests
{
    [Theory]
    [InlineData("roles", """{"roles":["worker"]}""", CallerRoles.Worker)]
    [InlineData("roles", """{"roles":"worker"}""", CallerRoles.Worker)]
    [InlineData("roles", """{"role":"operator"}""", CallerRoles.Operator)]
    [InlineData("roles", """{"role":["operator"],"roles":"worker"}""", CallerRoles.Operator | CallerRoles.Worker)]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["x","worker"]}}""", CallerRoles.Worker)]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":"worker"}}""", CallerRoles.Worker)]
    [InlineData("https://roadmap.example/roles", """{"https://roadmap.example/roles":["worker"]}""", CallerRoles.Worker)]
    [InlineData("roles", """{"roles":[1,{"worker":true},null,["worker"]]}""", CallerRoles.User)]
    [InlineData("roles", """{"roles":"Worker operator"}""", CallerRoles.User)]
    [InlineData("roles", """{"roles":null,"role":7}""", CallerRoles.User)]
    [InlineData("a.b", """{"a":"worker"}""", CallerRoles.User)]
    internal void A_role_is_a_text_or_one_of_a_list(string claim, string said, CallerRoles roles)
    {
        var token = new JsonWebToken("""{"alg":"HS256"}""", $$"""{"sub":"ada","exp":4102444800,{{said[1..]}}""");

        TokenClaims.Read(token, claim)!.Roles.ShouldBe(roles);
    }
}
