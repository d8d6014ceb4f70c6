using System.Text;

namespace Roadmap.Api.Generation.Outline;

/// <summary>How well a wording names a concept.</summary>
internal enum Naming
{
    None,

    /// <summary>It speaks of one of the concept's keywords among other things.</summary>
    Mentions,

    /// <summary>It is a part of the concept's name.</summary>
    PartOfName,

    /// <summary>It is one of the concept's keywords.</summary>
    Keyword,

    /// <summary>It is the concept's name.</summary>
    Name,
}

/// <summary>Compares words in English, where they have bounds, and in Chinese, where they have none.</summary>
internal static class Wording
{
    private static readonly HashSet<string> s_functionWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "and", "at", "being", "by", "for", "from", "in", "into", "it", "its", "of", "on", "one", "or", "own", "right", "that",
        "the", "them", "this", "to", "well", "with", "work", "your", "使用", "与", "和", "的",
    };

    /// <summary>
    /// Whether the words stand in the text. Latin words as whole words, so that "Go" is not in "goal". No words stand nowhere.
    /// </summary>
    public static bool Mentions(string text, string words)
    {
        if (words.Length == 0)
            return false;

        var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
        while (at >= 0)
        {
            if (IsBound(text, at - 1, words[0]) && IsBound(text, at + words.Length, words[^1]))
                return true;
            at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    /// <summary>The same, of one or of several: "front ends" mentions "front end".</summary>
    public static bool MentionsAny(string text, string words) =>
        Mentions(text, words) || (words.Length > 2 && char.IsAsciiLetter(words[^1]) && Mentions(text, $"{words}s"));

    public static Naming Names(string wording, CatalogueConcept concept)
    {
        if (wording.All(IsGap))
            return Naming.None;
        if (IsSame(wording, concept.Name.En) || IsSame(wording, concept.Name.Zh) || IsSame(wording, concept.Id))
            return Naming.Name;
        if (concept.Keywords.Any(keyword => IsSame(wording, keyword)))
            return Naming.Keyword;
        if (MeansSomething(wording) && (Mentions(concept.Name.En, wording) || Mentions(concept.Name.Zh, wording)))
            return Naming.PartOfName;
        return concept.Keywords.Append(concept.Name.En).Append(concept.Name.Zh).Any(keyword => Mentions(wording, keyword))
            ? Naming.Mentions
            : Naming.None;
    }

    /// <summary>Whether there is more in it than words that stand in every name, such as "and" and "with".</summary>
    public static bool MeansSomething(string wording) =>
        wording.Count(char.IsLetterOrDigit) > 1
        && wording.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => !s_functionWords.Contains(word));

    /// <summary>Without regard to case, and to what joins words. Asked of every name that there is, so it makes no strings.</summary>
    public static bool IsSame(string a, string b)
    {
        for (int i = 0, j = 0; ; i++, j++)
        {
            while (i < a.Length && IsGap(a[i]))
                i++;
            while (j < b.Length && IsGap(b[j]))
                j++;
            if (i == a.Length || j == b.Length)
                return i == a.Length && j == b.Length;
            if (a[i] != b[j] && char.ToUpperInvariant(a[i]) != char.ToUpperInvariant(b[j]))
                return false;
        }
    }

    /// <summary>Lower case letters, digits and hyphens; empty when the text has no Latin letters or digits.</summary>
    public static string Slug(string text, int longest)
    {
        var slug = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString(0, Math.Min(slug.Length, longest)).Trim('-');
    }

    private static bool IsGap(char c) => c is ' ' or '-' or '_';

    private static bool IsBound(string text, int index, char edge) =>
        index < 0 || index >= text.Length || !char.IsAsciiLetterOrDigit(edge) || !char.IsAsciiLetterOrDigit(text[index]);
}
