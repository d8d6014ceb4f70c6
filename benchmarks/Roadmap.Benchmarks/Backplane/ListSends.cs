using Microsoft.AspNetCore.SignalR;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>What a host sends to a group by <c>IHubContext</c>, 4 kB each time. Each send is awaited before the next.</summary>
internal sealed class ListSends(IHubClients clients, Func<string, string> groupOf) : IPublisher
{
    public const string ByStock = "stock-list";
    public const string ByOurs = "our-list";

    /// <summary>With the rest of the message about 4,000 bytes of JSON.</summary>
    private static readonly string s_words = new('x', 3_750);

    public void Publish(ProgressEvent stored)
    {
        var sent = clients.Group(groupOf(stored.TaskId)).SendAsync(TaskEventTypes.Progress, stored with { Message = s_words });
        if (!sent.IsCompletedSuccessfully)
            sent.GetAwaiter().GetResult();
    }

    public Task FinishAsync() => Task.CompletedTask;
}
