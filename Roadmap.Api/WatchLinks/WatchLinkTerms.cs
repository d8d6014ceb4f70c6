using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.WatchLinks;

/// <summary>What is asked of a new link.</summary>
internal readonly record struct WatchLinkTerms(TimeSpan Life, bool UntilEnd, bool MayReview)
{
    private static readonly string s_watch = WireWord.Of(WatchLinkRight.Watch);
    private static readonly string s_review = WireWord.Of(WatchLinkRight.Review);

    /// <param name="body">What was sent.</param>
    /// <param name="errors">What could not be read of it.</param>
    /// <exception cref="RequestRefusedException">It names each wrong field.</exception>
    public static WatchLinkTerms Read(WatchLinkBody body, FieldErrors errors)
    {
        if (body.ExpiresIn is < ContractLimits.WatchLinkLeastSeconds or > ContractLimits.WatchLinkSeconds)
            errors.Add("expires_in", $"must be from {ContractLimits.WatchLinkLeastSeconds} to {ContractLimits.WatchLinkSeconds} seconds");
        var may = body.May ?? [s_watch];
        if (!may.Contains(s_watch) || may.Any(right => right != s_watch && right != s_review))
            errors.Add("may", $"""must be ["{s_watch}"] or ["{s_watch}", "{s_review}"]""");
        if (errors.Count > 0)
            throw RequestRefusedException.ForFields(ErrorCodes.InvalidRequest, errors);

        var untilEnd = body.UntilEnd == true;
        var seconds = body.ExpiresIn ?? (untilEnd ? ContractLimits.WatchLinkSeconds : ContractLimits.WatchLinkDefaultSeconds);
        return new WatchLinkTerms(TimeSpan.FromSeconds(seconds), untilEnd, may.Contains(s_review));
    }

    public static IReadOnlyList<WatchLinkRight> RightsOf(WatchLink link) =>
        link.MayReview ? [WatchLinkRight.Watch, WatchLinkRight.Review] : [WatchLinkRight.Watch];
}
