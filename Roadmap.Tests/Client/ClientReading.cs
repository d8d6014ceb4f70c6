using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>How tests read what a client hears.</summary>
internal static class ClientReading
{
    /// <summary>Short delays, so that no test waits for one.</summary>
    public static RoadmapClientOptions Quick(Uri server) => RoadmapClientOptions.Default with
    {
        Server = server,
        Backoff = new BackoffOptions
        {
            Base = TimeSpan.FromMilliseconds(10),
            Cap = TimeSpan.FromMilliseconds(100),
            Floor = TimeSpan.Zero,
            AttemptsPerMinute = 10_000,
        },
    };

    /// <summary>All that comes until the task has ended.</summary>
    public static async Task<List<ITaskMessage>> ReadAllAsync(this IAsyncEnumerable<ITaskMessage> watch)
    {
        List<ITaskMessage> messages = [];
        await foreach (var message in watch)
            messages.Add(message);
        return messages;
    }

    /// <summary>The next message.</summary>
    public static async Task<ITaskMessage> NextAsync(this IAsyncEnumerator<ITaskMessage> watch)
    {
        (await watch.MoveNextAsync().InTime()).ShouldBeTrue();
        return watch.Current;
    }

    /// <summary>Reads on until this one.</summary>
    public static async Task<T> NextAsync<T>(this IAsyncEnumerator<ITaskMessage> watch, Func<T, bool> isIt)
    {
        while (true)
        {
            if (await watch.NextAsync() is T message && isIt(message))
                return message;
        }
    }

    /// <summary>Checks that events are numbered without hole and repeat, and returns how many there are.</summary>
    public static int CountInOrder(this IEnumerable<ITaskMessage> messages)
    {
        var events = messages.OfType<TaskEvent>().ToList();
        events.Select(stored => stored.Seq).ShouldBe(Enumerable.Range(0, events.Count).Select(n => events[0].Seq + n));
        return events.Count;
    }
}
