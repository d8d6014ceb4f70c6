using MediatR;
using Roadmap.Hubs.Feeds;

namespace Roadmap.Api.Pipeline;

/// <summary>
/// Whoever listens to a task's feed beside those who push. What fails there has kept nothing from a watcher, so no watcher is cut for it.
/// </summary>
internal sealed class Listener<TNotification>(INotificationHandler<TNotification> inner, ILogger<Listener<TNotification>> logger)
    : INotificationHandler<TNotification>
    where TNotification : ITaskNotification
{
    public async Task Handle(TNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            await inner.Handle(notification, cancellationToken);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.ListenerFailed(e, inner.GetType().Name, typeof(TNotification).Name, notification.TaskId);
        }
    }
}
