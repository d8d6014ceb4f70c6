using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.RawSockets;

/// <summary>
/// What the protocol says, in its frames; and beside some of them a frame that clients of the earlier system understand. It has no
/// <c>seq</c>, since it is no event, and says by <c>alias_of</c> what it repeats: whoever counts leaves it out, and nobody can resume at
/// it.
/// </summary>
internal sealed class OldClientFrameFormat : RawFrameFormat
{
    private const string Timeout = "timeout";
    private const string Cancelled = "The task was cancelled.";

    public static new OldClientFrameFormat Instance { get; } = new();

    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output)
    {
        var told = (message as InvocationMessage)?.Arguments[0];
        // They leave at the close, so what explains it comes before.
        if (told is ClosingMessage { Reason: ErrorCodes.TaskNotFound } closing)
            WriteAlias(Timeout, TaskEventTypes.Closing, closing.TaskId, closing.Message, output);

        if (told is TaskSnapshot { Error: { } error } failed)
            WriteSnapshot(failed, error, output);
        else
            base.Write(message, output);

        if (told is CancelledEvent cancelled)
            WriteAlias(TaskEventTypes.Failed, TaskEventTypes.Cancelled, cancelled.TaskId, cancelled.Reason ?? Cancelled, output);
        else if (told is TaskSnapshot { Status: TaskRunStatus.Cancelled } ended)
            WriteAlias(TaskEventTypes.Failed, TaskEventTypes.CurrentStatus, ended.TaskId, Cancelled, output);
    }

    private static void WriteAlias(
        string type, string aliasOf, string taskId, string message, ArrayBufferWriter<byte> output) => WriteFrame(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("task_id", taskId);
            writer.WriteString("alias_of", aliasOf);
            writer.WriteString("error", message);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        },
        output);

    private static void WriteSnapshot(TaskSnapshot snapshot, string error, ArrayBufferWriter<byte> output)
    {
        var json = JsonSerializer.SerializeToNode(snapshot, ContractsJson.TypeInfo<TaskSnapshot>())!.AsObject();
        json["error_message"] = error;
        WriteFrame(writer => json.WriteTo(writer), output);
    }

    private static void WriteFrame(Action<Utf8JsonWriter> write, ArrayBufferWriter<byte> output)
    {
        var text = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(text, ContractsJson.Writing))
            write(writer);
        MessageFrame.Write(WebSocketMessageType.Text, text.WrittenSpan, output);
    }
}
