using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.Operations;

/// <summary>
/// Whether what was written for a setting is of its type. The binder would say that it cannot convert it, and to which type of .NET; people
/// need to know what they may write.
/// </summary>
internal static class SettingTexts
{
    /// <summary>The form in which durations are described: <c>24:00:00</c> would else be read as 24 days.</summary>
    private const string DurationFormat = "c";

    /// <exception cref="OptionsValidationException">Some cannot be read; each is named, with what it may be.</exception>
    public static void Demand<T>(IConfigurationSection section)
        where T : class, new()
    {
        var defaults = new T();
        List<string> problems =
        [
            .. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(setting => setting.SetMethod is { IsPublic: true })
                .Select(setting => ProblemOf(section, setting, setting.GetValue(defaults)))
                .OfType<string>(),
        ];
        if (problems.Count > 0)
            throw new OptionsValidationException(section.Path, typeof(T), problems);
    }

    /// <summary>Null when it is not set, or can be read; what is text anyway is looked at by its options.</summary>
    private static string? ProblemOf(IConfigurationSection section, PropertyInfo setting, object? byDefault)
    {
        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        // An empty text sets what may be absent to absent.
        if (!type.IsValueType || section[setting.Name] is not { } text || (text.Length == 0 && type != setting.PropertyType))
            return null;
        return IsOf(type, text)
            ? null
            : $"{section.Path}:{setting.Name} is '{text}'; it must be {WordsFor(type)}{ExampleOf(byDefault)}.";
    }

    private static bool IsOf(Type type, string text)
    {
        // A number would be read as one of the words, whatever it is, and words with commas as a number.
        if (type.IsEnum)
            return Enum.GetNames(type).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
        if (type == typeof(TimeSpan))
            return TimeSpan.TryParseExact(text.Trim(), DurationFormat, CultureInfo.InvariantCulture, out _);
        return TypeDescriptor.GetConverter(type).IsValid(text);
    }

    private static string WordsFor(Type type) => type switch
    {
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a duration, [days.]hours:minutes:seconds",
        _ => "a whole number",
    };

    private static string ExampleOf(object? byDefault) => byDefault is null or bool or Enum
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", such as {byDefault}");
}
