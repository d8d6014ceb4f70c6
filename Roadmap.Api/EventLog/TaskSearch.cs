using System.Text;

namespace Roadmap.Api.EventLog;

/// <summary>
/// A text that is looked for in the titles, the ids and the kinds of tasks, whether its letters are large or small. Two letters are the
/// same when their large ones are (<see cref="StringComparison.OrdinalIgnoreCase"/>), in any alphabet and whatever the server's language.
/// </summary>
public sealed class TaskSearch(string text)
{
    private static readonly Lazy<ILookup<Rune, Rune>> s_small = new(() => Enumerable.Range(0x80, char.MaxValue - 0x80)
        .Where(Rune.IsValid)
        .Select(value => new Rune(value))
        .Where(rune => Large(rune) != rune)
        .ToLookup(Large));

    /// <summary>Whether it is in one of a task's texts.</summary>
    public bool Finds(string taskId, string kind, string? title) => IsIn(title) || IsIn(taskId) || IsIn(kind);

    /// <summary>
    /// For stores that know the small letters of ASCII only: what to look for in a text of which ASCII is in small letters, and each of
    /// <see cref="Replaced"/> was replaced.
    /// </summary>
    public string Folded => string.Concat(text.EnumerateRunes().Select(Fold));

    /// <summary>In pairs: a letter, and what stands for it. They are those that what is looked for has, and no others.</summary>
    public IEnumerable<string> Replaced => text.EnumerateRunes()
        .Select(Fold)
        .Where(rune => !rune.IsAscii)
        .Distinct()
        .SelectMany(large => s_small.Value[large]
            .Append(Rune.ToLowerInvariant(large))
            .Where(small => small != large)
            .Distinct()
            .SelectMany(small => new[] { small.ToString(), large.ToString() }));

    private bool IsIn(string? other) => other?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static Rune Fold(Rune rune) => rune.IsAscii ? Rune.ToLowerInvariant(rune) : Large(rune);

    /// <summary>What is not ASCII never becomes ASCII.</summary>
    private static Rune Large(Rune rune) => Rune.ToUpperInvariant(rune) is { IsAscii: false } large ? large : rune;
}
