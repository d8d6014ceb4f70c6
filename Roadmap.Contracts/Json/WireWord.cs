using System.Text.Json;

namespace Roadmap.Contracts.Json;

/// <summary>What an enum's value is called on the wire, where it travels by name, in snake_case.</summary>
public static class WireWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => Of(value.ToString());

    /// <param name="name">The value's name in C#.</param>
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
