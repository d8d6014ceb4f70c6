using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Roadmap.Tests.Support;

/// <summary>
/// Looks for tokens in what servers say of themselves: in each line of a log, on each page of figures and in each exported batch that the
/// tests have before them. A run that has found one fails at its end, whichever test it was.
/// </summary>
internal sealed partial class TokenSearch
{
    private readonly ConcurrentQueue<string> _found = new();

    /// <summary>Of this process.</summary>
    public static TokenSearch OfAll { get; } = new();

    public IReadOnlyCollection<string> Found => _found;

    /// <param name="where">In what.</param>
    /// <param name="text">All of it.</param>
    public void Look(string where, string text)
    {
        foreach (Match token in Tokens().Matches(text))
            _found.Enqueue($"{where}: {token.Value} in {text[Math.Max(0, token.Index - 200)..token.Index]}");
    }

    /// <summary>
    /// A JWT, whose head is an object of JSON in base64, or its body behind the head's end; or that of a watch link. Or the key with which
    /// the tests sign.
    /// </summary>
    [GeneratedRegex(
        @"eyJ[\w-]{16,}\.[\w-]{16,}|rml_[\w-]{40,}|" + SomeTokens.Key, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Tokens();
}
