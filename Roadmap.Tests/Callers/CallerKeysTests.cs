using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Callers;

namespace Roadmap.Tests.Callers;

public sealed class CallerKeysTests
{
    private const string Proxies = "10.0.0.0/8";

    [Theory]
    [InlineData("203.0.113.9", "address 203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "address 203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "address 2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "address 2001:db8:1:3::/64")]
    [InlineData("10.1.2.3", null)]
    [InlineData("::ffff:10.1.2.3", null)]
    [InlineData(null, null)]
    public void Who_has_not_said_who_it_is_is_its_address(string? address, string? key) => Read(address).Key.ShouldBe(key);

    [Theory]
    [InlineData("sub")]
    [InlineData(ClaimTypes.NameIdentifier)]
    public void A_user_is_the_same_wherever_it_calls_from(string claim)
    {
        var caller = Read("203.0.113.9", new Claim(claim, "ada"));
        (caller.Key, caller.Address).ShouldBe(("user ada", "203.0.113.9"));
        Read("10.1.2.3", new Claim(claim, "ada")).Key.ShouldBe("user ada");
    }

    [Fact]
    public void A_claim_that_nobody_has_checked_names_no_user() =>
        Read("203.0.113.9", isAuthenticated: false, new Claim("sub", "ada")).Key.ShouldBe("address 203.0.113.9");

    [Fact]
    public void No_user_has_the_name_of_an_address() =>
        Read("10.1.2.3", new Claim("sub", "203.0.113.9")).Key.ShouldNotBe(Read("203.0.113.9").Key);

    private static CallerKey Read(string? address, params Claim[] claims) => Read(address, isAuthenticated: true, claims);

    private static CallerKey Read(string? address, bool isAuthenticated, params Claim[] claims)
    {
        var forwarded = new ForwardedHeadersOptions();
        forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(Proxies));
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        if (claims.Length > 0)
            context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, isAuthenticated ? "test" : null));
        return new CallerKeys(Options.Create(forwarded)).Of(context);
    }
}
