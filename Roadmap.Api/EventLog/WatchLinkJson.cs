using System.Text.Json;
using System.Text.Json.Serialization;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.EventLog;

/// <summary>A link as it stands in the store, and in its token.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchLink))]
internal sealed partial class WatchLinkJson : JsonSerializerContext
{
    public static byte[] Write(WatchLink link) => JsonSerializer.SerializeToUtf8Bytes(link, Default.WatchLink);

    public static WatchLink Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.WatchLink)!;
}
