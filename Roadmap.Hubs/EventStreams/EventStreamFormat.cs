using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.EventStreams;

/// <summary>
/// Messages as server-sent events (HTML Living Standard, section 9.2). What carries a position has it as its id, which a browser sends back
/// when it reconnects.
/// </summary>
internal sealed class EventStreamFormat : WireFormat
{
    public static EventStreamFormat Instance { get; } = new();

    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output)
    {
        if (message is not InvocationMessage { Target: var target, Arguments: [{ } argument, ..] })
        {
            output.Write(": keep-alive\n\n"u8);
            return;
        }

        var type = target == TaskEventTypes.Error ? TaskEventTypes.TaskError : target;
        Encoding.UTF8.GetBytes($"event: {type}\n", output);
        if (IdOf(argument) is { } id)
            Encoding.UTF8.GetBytes($"id: {id}\n", output);
        output.Write("data: "u8);
        WriteJson(argument, output);
        output.Write("\n\n"u8);
    }

    private static string? IdOf(object message) => message switch
    {
        TaskEvent stored => EventId.Write(stored.Epoch, stored.Seq),
        TaskSnapshot snapshot => EventId.Write(snapshot.Epoch, snapshot.Seq),
        _ => null,
    };
}
