namespace Roadmap.Api.EventLog.Damage;

/// <summary>Reads the words that are stored for the values of an enum. A later version may have written others; numbers are none.</summary>
internal static class StoredWord
{
    public static bool TryRead<T>(string word, out T value)
        where T : struct, Enum => Enum.TryParse(word, out value) && Enum.IsDefined(value) && value.ToString() == word;

    /// <exception cref="FormatException">It is no word of this version.</exception>
    public static T Read<T>(string word)
        where T : struct, Enum =>
            TryRead(word, out T value) ? value : throw new FormatException($"This version knows no such {typeof(T).Name}.");
}
