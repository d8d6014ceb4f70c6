using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts.Packed;

/// <summary>
/// A contract type in MessagePack: its JSON in other bytes, so that there is one contract, and not two that must be kept alike. Each type
/// that goes over the hub names its own, so that a client with the stock options reads and writes it.
/// </summary>
public sealed class ContractFormatter<T> : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var (json, output) = JsonScratch.Begin();
        JsonSerializer.Serialize(output, value, ContractsJson.TypeInfoOf(value));
        output.Flush();
        JsonToPack.Write(json.WrittenSpan, ref writer);
    }

    /// <exception cref="NoJsonException">It holds what JSON has no form for.</exception>
    /// <exception cref="JsonException">It is not of this type.</exception>
    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var (json, output) = JsonScratch.Begin();
        PackToJson.Write(ref reader, output);
        output.Flush();
        return (T?)JsonSerializer.Deserialize(json.WrittenSpan, ContractsJson.TypeInfoOf(typeof(T)));
    }
}
