namespace Roadmap.Api.Pipeline;

internal static class ListSetting
{
    /// <summary>
    /// A list, and what was set as one text with commas. The binder takes lists only, and would pass over
    /// <c>Cors__Origins=https://a.example,https://b.example</c> in silence.
    /// </summary>
    public static IReadOnlyList<string> WithLine(this IReadOnlyList<string> list, IConfiguration configuration, string setting) =>
        [.. list, .. configuration[setting]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []];
}
