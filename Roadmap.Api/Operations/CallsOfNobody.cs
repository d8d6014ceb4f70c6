using System.Diagnostics;
using OpenTelemetry;

namespace Roadmap.Api.Operations;

/// <summary>
/// Leaves out calls to Redis that belong to no request or report: the looks that an instance takes every second would be most of all
/// traces. To be added before what exports.
/// </summary>
internal sealed class CallsOfNobody : BaseProcessor<Activity>
{
    private const string RedisSource = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    public override void OnEnd(Activity data)
    {
        if (data.ParentSpanId == default && data.Source.Name == RedisSource)
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
