using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roadmap.Contracts.Json;

/// <summary>ISO 8601 in UTC: written with <c>Z</c>; read with any offset, and without one taken as UTC.</summary>
public sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset>
{
    internal const string Rule = "must be a time in ISO 8601, such as 2026-01-31T12:00:00Z";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The time that a value is; null when it is none.</summary>
    public static DateTimeOffset? Find(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var withOffset)
            ? ToUtc(withOffset, value.GetDateTime().Kind)
            : null;

    /// <summary>As <see cref="Find(JsonElement)"/>, but what has no offset is of the given one; and no time, when none is given.</summary>
    public static DateTimeOffset? Find(JsonElement value, TimeSpan? assumedOffset)
    {
        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTime(out var read) || read.Kind != DateTimeKind.Unspecified)
            return Find(value);

        var utc = read.Ticks - assumedOffset?.Ticks;
        return utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks ? new DateTimeOffset(utc.Value, TimeSpan.Zero) : null;
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The reader's own parser is strict ISO 8601, and keeps apart what has an offset (Local, Utc) and what has none (Unspecified).
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var withOffset))
            return ToUtc(withOffset, reader.GetDateTime().Kind);

        throw new JsonException(Rule);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    private static DateTimeOffset ToUtc(DateTimeOffset read, DateTimeKind kind) =>
        kind == DateTimeKind.Unspecified ? new DateTimeOffset(read.DateTime, TimeSpan.Zero) : read.ToUniversalTime();
}
