using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>
/// Writes down what an object of the live edge holds: its fields, and those of what it is made of. A look from outside, at a moment at
/// which the object goes on changing; so the program needs nothing for it.
/// </summary>
internal static class ObjectState
{
    private const int MaxDepth = 7;
    private const int MaxItems = 50;

    /// <summary>Namespaces whose objects are looked into; others are named only.</summary>
    private static readonly string[] s_lookedInto = ["Roadmap.Hubs"];

    /// <summary>What several hold is described once.</summary>
    public static string Describe(params IEnumerable<object> values)
    {
        var text = new StringBuilder();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var value in values)
        {
            Write(text, value, 0, seen);
            text.AppendLine();
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth, HashSet<object> seen)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case string or bool or Enum or IFormattable:
            case var _ when IsMessage(value.GetType()):
                text.Append(value);
                break;
            case Task task:
                text.Append(task.Status);
                break;
            case IEnumerable items:
                WriteItems(text, items, depth, seen);
                break;
            case var _ when IsPair(value.GetType()):
                Write(text, value.GetType().GetProperty("Key")!.GetValue(value), depth, seen);
                text.Append(": ");
                Write(text, value.GetType().GetProperty("Value")!.GetValue(value), depth, seen);
                break;
            case var _ when !IsLookedInto(value.GetType()) || depth == MaxDepth || !seen.Add(value):
                text.Append(value.GetType().Name);
                break;
            default:
                WriteFields(text, value, depth, seen);
                break;
        }
    }

    private static void WriteFields(StringBuilder text, object value, int depth, HashSet<object> seen)
    {
        text.Append(value.GetType().Name);
        foreach (var field in Fields(value.GetType()))
        {
            text.AppendLine().Append(' ', 2 * (depth + 1)).Append(NameOf(field)).Append(" = ");
            Write(text, field.GetValue(value), depth + 1, seen);
        }
    }

    private static void WriteItems(StringBuilder text, IEnumerable items, int depth, HashSet<object> seen)
    {
        var count = 0;
        try
        {
            foreach (var item in items)
            {
                if (count++ == MaxItems)
                {
                    text.AppendLine().Append(' ', 2 * (depth + 1)).Append("and more");
                    return;
                }

                text.AppendLine().Append(' ', 2 * (depth + 1)).Append("* ");
                Write(text, item, depth + 1, seen);
            }
        }
        catch (InvalidOperationException)
        {
            text.Append(" (it changes)");
        }

        if (count == 0)
            text.Append("none");
    }

    /// <summary>What is not the object's own, such as a logger or a provider that all have, is left out.</summary>
    private static IEnumerable<FieldInfo> Fields(Type type) => type
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => IsTelling(field.FieldType));

    private static bool IsTelling(
        Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || IsPair(type) || IsLookedInto(type)
        || typeof(IEnumerable).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) || typeof(IFormattable).IsAssignableFrom(type)
        || IsMessage(type) || (Nullable.GetUnderlyingType(type) is { } inner && IsTelling(inner));

    private static bool IsLookedInto(Type type) =>
        Array.Exists(s_lookedInto, name => type.Namespace?.StartsWith(name, StringComparison.Ordinal) == true)
        && !type.Name.EndsWith("Metrics", StringComparison.Ordinal);

    private static bool IsMessage(Type type) => type.Namespace == "Roadmap.Contracts";

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        var isGenerated = field.IsDefined(typeof(CompilerGeneratedAttribute)) && name.Contains('>', StringComparison.Ordinal);
        return isGenerated ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
    }
}
