using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Roadmap.Contracts.Json;

/// <summary>
/// Reads JSON that somebody sent into a contract type, and finds all that is wrong with its shape at once: every member of the wrong type
/// and every missing one, by JSON path. Unknown members are ignored, null is absent, and of members given twice the last one counts.
/// </summary>
public static class ContractReader
{
    /// <summary>The path of the JSON itself.</summary>
    public const string Root = "$";

    // A null where the contract wants a value must not slip through the way that costs nothing.
    private static readonly JsonSerializerOptions s_strict = new()
    {
        TypeInfoResolver = ContractsJson.Default,
        RespectNullableAnnotations = true,
    };
    private static readonly JsonSerializerOptions s_lenient = new()
    {
        TypeInfoResolver = ContractsJson.Default.WithAddedModifier(RequireNothing),
    };
    private static readonly ConcurrentDictionary<Type, bool> s_holdsLists = new();

    /// <summary>Reads one object.</summary>
    /// <param name="json">What was sent.</param>
    /// <param name="path">Where the object stands in the whole, such as <c>[3]</c>; paths of errors begin with it.</param>
    public static ContractReading<T> Read<T>(JsonElement json, string path = "")
        where T : class
    {
        var (value, errors) = Read(json, typeof(T), path);
        return new ContractReading<T>((T?)value, errors);
    }

    /// <summary>As <see cref="Read{T}"/>, for a type that is known only at run time.</summary>
    public static ContractReading<object> Read(JsonElement json, Type type, string path = "")
    {
        if (json.ValueKind == JsonValueKind.Object && !HoldsLists(type) && ReadRight(json, type) is { } right)
            return new ContractReading<object>(right, []);

        var errors = new FieldErrors();
        var readable = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(readable))
            CopyReadable(json, s_lenient.GetTypeInfo(type), path, writer, errors);
        var value = json.ValueKind == JsonValueKind.Object
            ? JsonSerializer.Deserialize(readable.WrittenSpan, s_lenient.GetTypeInfo(type))
            : null;
        return new ContractReading<object>(value, errors);
    }

    /// <summary>Appends a member to a path.</summary>
    public static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    private static object? ReadRight(JsonElement json, Type type)
    {
        try
        {
            return json.Deserialize(s_strict.GetTypeInfo(type));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Copies all members that can be read, and names those that cannot.</summary>
    private static void CopyReadable(JsonElement json, JsonTypeInfo type, string path, Utf8JsonWriter writer, FieldErrors errors)
    {
        writer.WriteStartObject();
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? Root : path, "must be an object");
            writer.WriteEndObject();
            return;
        }

        foreach (var member in type.Properties)
        {
            if (member.Set is null && member.AssociatedParameter is null)
                continue;

            var memberPath = Join(path, member.Name);
            if (!json.TryGetProperty(member.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (IsRequired(type.Type, member.Name))
                    errors.Add(memberPath, "is required");
            }
            else
            {
                CopyMember(value, type, member, memberPath, writer, errors);
            }
        }

        writer.WriteEndObject();
    }

    private static void CopyMember(
        JsonElement value, JsonTypeInfo owner, JsonPropertyInfo member, string path, Utf8JsonWriter writer, FieldErrors errors)
    {
        var memberType = s_lenient.GetTypeInfo(member.PropertyType);
        if (memberType.Kind == JsonTypeInfoKind.Object)
        {
            writer.WritePropertyName(member.Name);
            CopyReadable(value, memberType, path, writer, errors);
        }
        else if (IsList(member) && value.ValueKind == JsonValueKind.Array)
        {
            if (IsAllText(value, path, errors))
                Copy(value, member, writer);
        }
        else if (Explain(value, owner, member) is { } message)
        {
            errors.Add(path, message);
        }
        else
        {
            Copy(value, member, writer);
        }
    }

    private static void Copy(JsonElement value, JsonPropertyInfo member, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(member.Name);
        value.WriteTo(writer);
    }

    /// <summary>What is wrong with a value that stands alone; null when it can be read. The member's own converter is asked.</summary>
    private static string? Explain(JsonElement value, JsonTypeInfo owner, JsonPropertyInfo member)
    {
        try
        {
            var alone = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(alone))
            {
                writer.WriteStartObject();
                Copy(value, member, writer);
                writer.WriteEndObject();
            }

            JsonSerializer.Deserialize(alone.WrittenSpan, owner);
            return null;
        }
        catch (JsonException refused)
        {
            return member.CustomConverter is null
                ? Expected(value, Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType)
                : refused.Message;
        }
        catch (InvalidOperationException)
        {
            return "must be text without half of a surrogate pair";
        }
    }

    private static string Expected(JsonElement value, Type type) => type switch
    {
        { IsEnum: true } => $"must be one of {string.Join(", ", Enum.GetNames(type).Select(WireWord.Of))}",
        _ when type == typeof(string) => "must be a string",
        _ when type == typeof(bool) => "must be true or false",
        _ when type == typeof(double) => "must be a number",
        _ when type == typeof(int) || type == typeof(long) =>
            value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && Math.Abs(number) >= int.MaxValue
                ? "is out of range"
                : "must be a whole number",
        _ => "must be a list",
    };

    private static bool IsAllText(JsonElement list, string path, FieldErrors errors)
    {
        var before = errors.Total;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (!IsText(item))
                errors.AddItem(path, index, "must be a string");
            index++;
        }

        return errors.Total == before;
    }

    private static bool IsText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsRequired(Type type, string name) =>
        s_strict.GetTypeInfo(type).Properties.Any(member => member.Name == name && member.IsRequired);

    private static bool IsList(JsonPropertyInfo member) =>
        member.CustomConverter is null && member.PropertyType == typeof(IReadOnlyList<string>);

    // A null inside a list passes every check of the serializer, so lists are always walked.
    private static bool HoldsLists(Type type) =>
        s_holdsLists.GetOrAdd(type, static owner => s_strict.GetTypeInfo(owner).Properties.Any(IsList));

    private static void RequireNothing(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
            member.IsRequired = false;
    }
}
