using System.Security.Claims;
using Roadmap.Api.Access;
using Roadmap.Hubs.Access;

namespace Roadmap.Tests.Access;

public sealed class CheckedTokensTests : IDisposable
{
    private const string Token = "head.body.signature";

    private readonly CheckedTokens _known = new();
    private readonly object _keys = new();

    [Fact]
    public void What_was_checked_is_found_again()
    {
        var found = Keep();

        _known.Find(Token, _keys).ShouldBeSameAs(found);
    }

    [Fact]
    public void A_token_that_differs_in_one_letter_was_never_checked()
    {
        Keep();

        _known.Find("head.body.signaturf", _keys).ShouldBeNull();
    }

    [Fact]
    public void What_was_checked_by_other_keys_is_checked_again()
    {
        Keep();

        _known.Find(Token, new object()).ShouldBeNull();
    }

    public void Dispose() => _known.Dispose();

    private CheckedToken Keep()
    {
        var caller = new Caller { Id = "ada", Roles = CallerRoles.User, ExpiresAt = DateTimeOffset.MaxValue };
        var found = new CheckedToken(new CallerIdentity(caller, new ClaimsIdentity()), ValidFrom: null, _keys);
        _known.Keep(Token, found);
        return found;
    }
}
