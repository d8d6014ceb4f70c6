using Microsoft.Extensions.Hosting;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>The one opening of streams.</summary>
internal sealed class StreamSessions(StreamServices services, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// From here on the stream may be sent to, until the session is disposed of. It is asked to go when the server drains or stops. What it
    /// is told when there are too many connections is its edge's to say.
    /// </summary>
    public StreamSession Open(ITaskStream stream, string taskId, Caller caller, CallerKey key)
    {
        var outbox = services.Registry.Enter(stream, caller).Outbox;
        var admission = services.Connections.Open(outbox.ConnectionId, key, AskToGo);
        return new StreamSession(taskId, outbox, admission, lifetime.ApplicationStopping.Register(AskToGo), services);

        void AskToGo() => outbox.End(CloseReason.ServerStopping);
    }
}
