using System.Runtime.CompilerServices;
using Roadmap.Client;
using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>Watches of one <see cref="RoadmapClient"/>, which all go over its connection.</summary>
internal sealed class DotNetClientWatches(Uri address) : ITaskWatches, IAsyncDisposable
{
    private readonly RoadmapClient _client = new(RoadmapClientOptions.Default with
    {
        Server = address,
        // Two requests may go to two instances.
        SkipNegotiation = true,
        // Small enough for the reader to be behind now and then.
        Buffer = 64,
        Backoff = BackoffOptions.Default with { Cap = TimeSpan.FromSeconds(1), AttemptsPerMinute = 10_000 },
    });

    public Task<ITaskWatch> OpenAsync(string taskId, AfterPosition? after, CancellationToken cancellationToken) =>
        Task.FromResult<ITaskWatch>(new ClientWatch(_client.Watch(taskId, new WatchOptions { After = after }), after, cancellationToken));

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private sealed class ClientWatch : ITaskWatch
    {
        private readonly Queue<object> _told = new();
        private readonly ClientStory _story;
        private readonly IAsyncEnumerator<ITaskMessage> _messages;
        private bool _wasReset;

        public ClientWatch(TaskWatch watch, AfterPosition? after, CancellationToken cancellationToken)
        {
            _story = new ClientStory(after);
            watch.WasReset += (_, _) => _wasReset = true;
            _messages = watch.GetAsyncEnumerator(cancellationToken);
        }

        public async Task<object> NextAsync(CancellationToken cancellationToken) =>
            await TryNextAsync() ?? throw new IOException("The watch ended.");

        public async IAsyncEnumerable<object> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await TryNextAsync() is { } message)
                yield return message;
        }

        public ValueTask DisposeAsync() => _messages.DisposeAsync();

        private async Task<object?> TryNextAsync()
        {
            while (_told.Count == 0)
            {
                if (!await _messages.MoveNextAsync())
                    return null;
                foreach (var told in _story.Tell(_messages.Current, _wasReset))
                    _told.Enqueue(told);
                _wasReset = false;
            }

            return _told.Dequeue();
        }
    }
}
