using System.Diagnostics;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api;

/// <summary>The host's spans, on the same source as the live edge's and under the same rules: see <see cref="HubsTraces"/>.</summary>
internal static class ApiTraces
{
    /// <summary>A request on its way through the mediator.</summary>
    public static Activity? Request(string name) => HubsTraces.Source.StartActivity(name);

    /// <summary>A report is appended. What is stored of the trace is this span: deliveries are parts of it, on whatever instance.</summary>
    public static Activity? Append(string taskId, int events) =>
        HubsTraces.OfTask("append", "send", ActivityKind.Producer, taskId, events);

    /// <summary>It did not end as it should: by the type of the fault, since its text may hold what was sent.</summary>
    public static void Failed(this Activity? span, Exception fault) =>
        span?.SetTag("error.type", fault.GetType().FullName).SetStatus(ActivityStatusCode.Error);
}
