using System.Net;
using System.Runtime.CompilerServices;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>Connections of one watcher, each to another instance than the last one when there is another.</summary>
internal sealed class ConnectionWatches(WatchKind kind, Cluster cluster, Random random) : ITaskWatches
{
    private Uri? _instance;

    public async Task<ITaskWatch> OpenAsync(string taskId, AfterPosition? after, CancellationToken cancellationToken)
    {
        _instance = cluster.Pick(random, _instance);
        return kind switch
        {
            WatchKind.Hub => await HubWatch.OpenAsync(_instance, taskId, after, cancellationToken),
            WatchKind.RawSocket => new RawSocketWatch(
                await RawTaskClient.ConnectAsync(_instance, taskId, QueryOf(after), cancellationToken)),
            WatchKind.EventStream => await EventStreamWatch.OpenAsync(_instance, taskId, after, cancellationToken),
            _ => throw new InvalidOperationException($"{kind} has no connection of its own to an instance."),
        };
    }

    private static string QueryOf(AfterPosition? after) => after switch
    {
        null => "",
        { Epoch: null } => $"?after_seq={after.Seq}",
        _ => $"?epoch={after.Epoch}&after_seq={after.Seq}",
    };

    private sealed class HubWatch(TcpHubClient hub, string taskId) : ITaskWatch
    {
        public static async Task<ITaskWatch> OpenAsync(
            Uri instance, string taskId, AfterPosition? after, CancellationToken cancellationToken)
        {
            var hub = await TcpHubClient.ConnectAsync(instance, cancellationToken);
            try
            {
                await hub.SubscribeAsync(taskId, after, cancellationToken);
                return new HubWatch(hub, taskId);
            }
            catch
            {
                hub.Dispose();
                throw;
            }
        }

        public Task<object> NextAsync(CancellationToken cancellationToken) => hub.NextAsync(cancellationToken);

        /// <summary>The status comes in its place between the events: whatever follows the end would be seen before it.</summary>
        public async IAsyncEnumerable<object> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await hub.GetStatusAsync(taskId, cancellationToken);
            object last;
            do
                yield return last = await hub.NextAsync(cancellationToken);
            while (last is not TaskSnapshot);
        }

        public ValueTask DisposeAsync()
        {
            hub.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class RawSocketWatch(RawTaskClient socket) : ITaskWatch
    {
        public async Task<object> NextAsync(CancellationToken cancellationToken) =>
            await socket.NextAsync(cancellationToken) ?? throw new IOException("The server closed.");

        public async IAsyncEnumerable<object> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await socket.NextAsync(cancellationToken) is { } message)
                yield return message;
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class EventStreamWatch(EventStreamClient stream) : ITaskWatch
    {
        /// <summary>A position goes into the header, where a browser would put it.</summary>
        public static async Task<ITaskWatch> OpenAsync(
            Uri instance, string taskId, AfterPosition? after, CancellationToken cancellationToken)
        {
            EventStreamClient stream;
            try
            {
                stream = after?.Epoch is { } epoch
                    ? await EventStreamClient.AskAsync(
                        instance, taskId, lastEventId: $"{epoch}:{after.Seq}", cancellationToken: cancellationToken)
                    : await EventStreamClient.AskAsync(instance, taskId, QueryOf(after), cancellationToken: cancellationToken);
            }
            catch (HttpRequestException e)
            {
                throw new IOException(e.Message, e);
            }

            if (stream.Response.StatusCode == HttpStatusCode.OK)
                return new EventStreamWatch(stream);
            using (stream)
                throw new IOException($"The stream was refused with {stream.Response.StatusCode}.");
        }

        public async Task<object> NextAsync(CancellationToken cancellationToken) =>
            await stream.NextAsync(cancellationToken) ?? throw new IOException("The server ended the stream.");

        public async IAsyncEnumerable<object> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await stream.NextAsync(cancellationToken) is { } message)
                yield return message;
        }

        public ValueTask DisposeAsync()
        {
            stream.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
