using Microsoft.AspNetCore.SignalR;
using Roadmap.Hubs.Callers;

namespace Roadmap.Hubs.Hub;

/// <summary>Counts what clients call by the hub among the calls of their callers. A refused call reaches no method.</summary>
internal sealed class HubRates(CallerRates rates, CallerKeys callers) : IHubFilter
{
    private static readonly object s_caller = new();

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        rates.Demand(CallKind.Call, CallerOf(invocationContext.Context));
        return next(invocationContext);
    }

    /// <summary>A connection is the same caller's as long as it lasts.</summary>
    private CallerKey CallerOf(HubCallerContext context)
    {
        if (context.Items.TryGetValue(s_caller, out var known))
            return (CallerKey)known!;
        var caller = callers.Of(context.GetHttpContext());
        context.Items[s_caller] = caller;
        return caller;
    }
}
