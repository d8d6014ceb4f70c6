using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roadmap.Contracts.Json;

/// <summary>Enums travel by name, in snake_case; numbers are refused.</summary>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
