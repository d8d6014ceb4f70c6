using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Ingest;

/// <summary>Listens no longer, and appends what was heard. The other instances hear what is published from now on.</summary>
internal sealed class IngestDraining(IngestListener listener, IngestQueue queue) : IDraining
{
    public async Task DrainAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        await listener.LeaveAsync(cancellationToken);
        await queue.WhenEmptyAsync(cancellationToken);
    }
}
