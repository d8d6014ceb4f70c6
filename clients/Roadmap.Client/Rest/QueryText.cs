using System.Text;

namespace Roadmap.Client.Rest;

/// <summary>What stands behind a path's question mark.</summary>
internal static class QueryText
{
    /// <summary>Of those that have a value; empty when none has.</summary>
    public static string Of(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString($"{value}"));
        }

        return text.ToString();
    }
}
