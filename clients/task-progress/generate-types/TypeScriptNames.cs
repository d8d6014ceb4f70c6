using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Roadmap.Contracts.Json;

namespace Roadmap.GenerateTypes;

/// <summary>How single names, values and types are written in TypeScript.</summary>
internal static partial class TypeScriptNames
{
    public static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary>A path with parameters becomes a function that fills them in.</summary>
    public static string Constant(FieldInfo constant) => constant.GetRawConstantValue() switch
    {
        string path when Parameter().Matches(path) is { Count: > 0 } parameters =>
            $"({string.Join(", ", parameters.Select(parameter => $"{parameter.Groups["name"].Value}: string"))}) => "
            + $"`{Parameter().Replace(path, parameter => $"${{encodeURIComponent({parameter.Groups["name"].Value})}}")}`",
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, null),
        var other => throw new InvalidOperationException($"{constant.Name}: {other} has no TypeScript form."),
    };

    /// <summary>The names that an enum's values have on the wire.</summary>
    public static IEnumerable<string> WireValues(Type type) =>
        Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type).Replace('"', '\''));

    public static string TypeOf(PropertyInfo member) =>
        member.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(StringOrArrayConverter)
            ? "string | readonly string[]"
            : TypeOf(member.PropertyType);

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(DateTimeOffset))
            return "string";
        if (type == typeof(bool))
            return "boolean";
        if (type == typeof(int) || type == typeof(long) || type == typeof(double))
            return "number";
        if (type == typeof(JsonElement))
            return "Readonly<Record<string, unknown>>";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return $"readonly {TypeOf(type.GetGenericArguments()[0])}[]";
        if (type.Namespace == typeof(Contracts.TaskEvent).Namespace)
            return type.Name;

        throw new InvalidOperationException($"{type} has no TypeScript form.");
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
