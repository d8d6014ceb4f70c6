using System.Buffers;
using System.Text.Json;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts.Packed;

/// <summary>A thread's own place for JSON that is made only to be read at once.</summary>
internal static class JsonScratch
{
    /// <summary>A larger one, which something unusual has needed, is not kept.</summary>
    private const int KeptBytes = 4 * ContractLimits.EventBytes;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_json;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    /// <summary>Both empty, and the thread's until it asks again.</summary>
    public static (ArrayBufferWriter<byte> Json, Utf8JsonWriter Writer) Begin()
    {
        if (t_json is not { Capacity: <= KeptBytes } json)
            t_json = json = new ArrayBufferWriter<byte>(1024);
        json.ResetWrittenCount();
        var writer = t_writer ??= new Utf8JsonWriter(json, ContractsJson.Writing);
        writer.Reset(json);
        return (json, writer);
    }
}
