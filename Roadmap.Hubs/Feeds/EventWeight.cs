using System.Buffers;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Hubs.Feeds;

/// <summary>How many bytes of JSON an event is, counted by writing it once into a buffer that the thread keeps.</summary>
internal static class EventWeight
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static int Of(TaskEvent stored)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(ContractLimits.EventBytes);
        var writer = t_writer ??= new Utf8JsonWriter(buffer, ContractsJson.Writing);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, stored, ContractsJson.TypeInfo<TaskEvent>());
        writer.Flush();
        return buffer.WrittenCount;
    }
}
