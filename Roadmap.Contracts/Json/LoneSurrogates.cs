using System.Text.Json;

namespace Roadmap.Contracts.Json;

/// <summary>
/// Finds text with half of a surrogate pair (<c>"\ud83c"</c>), which JSON can hold but which is no text: it can be parsed and never be
/// written again.
/// </summary>
public static class LoneSurrogates
{
    /// <summary>What is wrong with JSON that came from outside, in the words of every entrance; null when all its text is whole.</summary>
    public static FieldError? FaultIn(JsonElement json) => Find(json) is { } path
        ? new FieldError { Path = path.Length == 0 ? ContractReader.Root : path, Message = "holds half of a surrogate pair" }
        : null;

    /// <summary>The path of the first one; null when all text is whole.</summary>
    public static string? Find(JsonElement json, string path = "") => json.ValueKind switch
    {
        JsonValueKind.String => IsWhole(json.GetString) ? null : path,
        JsonValueKind.Array =>
            json.EnumerateArray().Select((item, index) => Find(item, $"{path}[{index}]")).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => json.EnumerateObject()
            .Select(member => IsWhole(member) ? Find(member.Value, ContractReader.Join(path, member.Name)) : path)
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    /// <summary>Whether a member's name is text.</summary>
    public static bool IsWhole(JsonProperty member) => IsWhole(() => member.Name);

    private static bool IsWhole(Func<string?> read)
    {
        try
        {
            return read() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
