using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Tests.Callers;

public sealed class CallerRatesTests
{
    private static readonly CallerKey s_caller = new("ada", null);

    [Theory]
    [InlineData(CallKind.Connect, "connects")]
    [InlineData(CallKind.Call, "calls")]
    [InlineData(CallKind.Report, "reports")]
    [InlineData(CallKind.Make, "tasks")]
    public void A_quota_is_taken_to_its_end_and_the_next_call_is_told_when_to_come_back(CallKind kind, string name)
    {
        using var rates = Of(kind, 3);

        for (var left = 2; left >= 0; left--)
        {
            var taken = rates.Take(kind, s_caller).ShouldNotBeNull();
            (taken.IsRefused, taken.Remaining).ShouldBe((false, left));
            taken.Policy.ShouldBe($"\"{name}\";q=3;w=60");
            taken.State.ShouldBe($"\"{name}\";r={left};t={(3 - left) * 20}");
        }

        var refused = rates.Take(kind, s_caller).ShouldNotBeNull();
        (refused.IsRefused, refused.Remaining).ShouldBe((true, 0));
        refused.RetryAfterSeconds.ShouldBeInRange(1, 20);
        refused.State.ShouldBe($"\"{name}\";r=0;t={refused.RetryAfterSeconds}");
        refused.Sentence.ShouldBe(
            $"One caller has 3 {name} a minute, and these are used up. Come back in {refused.RetryAfterSeconds} s.");
    }

    [Fact]
    public void Callers_and_kinds_have_quotas_of_their_own()
    {
        using var rates = Of(CallKind.Call, 1);

        rates.Take(CallKind.Call, s_caller)!.Value.IsRefused.ShouldBeFalse();
        rates.Take(CallKind.Call, s_caller)!.Value.IsRefused.ShouldBeTrue();
        rates.Take(CallKind.Call, new CallerKey("bob", null))!.Value.IsRefused.ShouldBeFalse();
        rates.Take(CallKind.Call, new CallerKey(null, "ada"))!.Value.IsRefused.ShouldBeFalse();
        rates.Take(CallKind.Report, s_caller)!.Value.IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_counted_without_a_limit_or_of_nobody_in_particular()
    {
        using var none = Of(CallKind.Call, 0);
        using var rates = Of(CallKind.Call, 1);

        for (var i = 0; i < 1_000; i++)
        {
            none.Take(CallKind.Call, s_caller).ShouldBeNull();
            rates.Take(CallKind.Call, default).ShouldBeNull();
        }
    }

    [Fact]
    public void A_call_of_a_connection_is_refused_by_an_error()
    {
        using var rates = Of(CallKind.Call, 1);
        rates.Demand(CallKind.Call, s_caller);
        Should.Throw<RequestRefusedException>(() => rates.Demand(CallKind.Call, s_caller)).Code.ShouldBe(ErrorCodes.RateLimited);
    }

    private static CallerRates Of(CallKind kind, int perMinute) => new(Options.Create(kind switch
    {
        CallKind.Connect => new LimitsOptions { ConnectsPerMinute = perMinute },
        CallKind.Report => new LimitsOptions { ReportsPerMinute = perMinute },
        CallKind.Make => new LimitsOptions { TasksPerMinute = perMinute },
        _ => new LimitsOptions { CallsPerMinute = perMinute },
    }));
}
