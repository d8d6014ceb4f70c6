using System.Net;
using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>One block of a stream as it came: the fields of an event, or a comment.</summary>
internal sealed record EventBlock(string? Event, string? Id, string? Data, string? Comment);

/// <summary>Reads a task as server-sent events, on a connection of its own, which it leaves by a TCP reset.</summary>
internal sealed class EventStreamClient : IDisposable
{
    public const string MediaType = "text/event-stream";
    public const string LastEventIdHeader = "Last-Event-ID";

    private readonly HttpClient _http = new(ResettingConnections.Handler()) { Timeout = Wait.Patience };
    private StreamReader _lines = StreamReader.Null;

    private EventStreamClient()
    {
    }

    public HttpResponseMessage Response { get; private set; } = new();

    /// <summary>Returns with the head of the answer, which may be a refusal.</summary>
    public static async Task<EventStreamClient> AskAsync(
        Uri server, string taskId, string query = "", string? lastEventId = null, CancellationToken cancellationToken = default)
    {
        var client = new EventStreamClient();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, Routes.For(Routes.TaskEvents, taskId) + query));
            request.Headers.Add("Accept", MediaType);
            if (lastEventId is not null)
                request.Headers.TryAddWithoutValidation(LastEventIdHeader, lastEventId);
            client.Response = await client._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (client.Response.StatusCode == HttpStatusCode.OK)
                client._lines = new StreamReader(await client.Response.Content.ReadAsStreamAsync(cancellationToken));
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the stream has begun.</summary>
    public static async Task<EventStreamClient> OpenAsync(Uri server, string taskId, string query = "", string? lastEventId = null)
    {
        var client = await AskAsync(server, taskId, query, lastEventId);
        client.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.Response.Content.Headers.ContentType?.ToString().ShouldBe(MediaType);
        return client;
    }

    /// <summary>The next block; null when the server has ended the response.</summary>
    /// <exception cref="IOException">The connection broke before that end.</exception>
    public async Task<EventBlock?> NextBlockAsync(CancellationToken cancellationToken = default)
    {
        var block = new EventBlock(null, null, null, null);
        var isEmpty = true;
        while (await _lines.ReadLineAsync(cancellationToken).InTime(what: "the next line of the stream") is { } line)
        {
            if (line.Length == 0)
                return block;
            isEmpty = false;
            var (field, value) =
                (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            block = field switch
            {
                "" => block with { Comment = value },
                "event" => block with { Event = value },
                "id" => block with { Id = value },
                "data" when block.Data is null => block with { Data = value },
                _ => throw new InvalidOperationException($"No event has such a line: {line}"),
            };
        }

        isEmpty.ShouldBeTrue($"the stream ended in the middle of {block}");
        return null;
    }

    /// <summary>
    /// The next message, comments left out; null when the server has ended the response. Every message is looked at: its name, and its id.
    /// </summary>
    /// <inheritdoc cref="NextBlockAsync" path="/exception"/>
    public async Task<object?> NextAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            switch (await NextBlockAsync(cancellationToken))
            {
                case null:
                    return null;
                case { Comment: null } block:
                    return Read(block);
            }
        }
    }

    /// <summary>The next message, which must be of this type.</summary>
    public async Task<T> NextAsync<T>() => (await NextAsync()).ShouldBeOfType<T>();

    /// <summary>The last message, and then the end.</summary>
    public async Task ClosedAsync(string reason)
    {
        (await NextAsync<ClosingMessage>()).Reason.ShouldBe(reason);
        (await NextBlockAsync()).ShouldBeNull();
    }

    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
        _http.Dispose();
    }

    private static object Read(EventBlock block)
    {
        using var json = JsonDocument.Parse(block.Data.ShouldNotBeNull());
        var type = json.RootElement.GetProperty("type").GetString()!;
        block.Event.ShouldBe(type == TaskEventTypes.Error ? "task_error" : type);
        var message = WireMessage.Read(type, json.RootElement);
        block.Id.ShouldBe(message switch
        {
            TaskEvent stored => $"{stored.Epoch}:{stored.Seq}",
            TaskSnapshot snapshot => $"{snapshot.Epoch}:{snapshot.Seq}",
            _ => null,
        });
        return message;
    }
}
