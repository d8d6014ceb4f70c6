using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Redis.Announcements;

/// <summary>
/// An event in the stream and in announcements: its attempt, a space, and its JSON, which holds no line feed. An announcement is a line of
/// wire epoch, first seq, oldest kept seq and, if the append is traced, its <c>traceparent</c>, and then a line for each event.
/// </summary>
internal static class EventCodec
{
    public static byte[] Write(int attempt, byte[] json) => [.. Encoding.ASCII.GetBytes($"{attempt} "), .. json];

    public static TaskEvent Read(ReadOnlySpan<byte> line, string taskId, string epoch, long seq)
    {
        if (!Utf8Parser.TryParse(line, out int attempt, out var digits))
            throw new JsonException("An event's line does not begin with its attempt.");
        return EventNumbering.Stamp(StoredEventJson.Read(line[digits..]), taskId, epoch, seq, attempt);
    }

    public static TaskAnnouncement ReadAnnouncement(string taskId, ReadOnlySpan<byte> message)
    {
        var events = new StoredEvents();
        var head = Array.Empty<string>();
        foreach (var range in message.Split((byte)'\n'))
        {
            if (head.Length == 0)
                head = Encoding.ASCII.GetString(message[range]).Split(' ');
            else
                events.Add(Read(message[range], taskId, head[0], long.Parse(head[1]) + events.Count), message[range].Length,
                    head.ElementAtOrDefault(3));
        }

        return new TaskAnnouncement(taskId, events, long.Parse(head[2]));
    }
}
