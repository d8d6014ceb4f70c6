using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;

namespace Roadmap.GenerateTypes;

/// <summary>
/// <c>Roadmap.Contracts</c> in TypeScript. The text depends on nothing but the contract, so that a test can compare it with the committed
/// file.
/// </summary>
internal static class TypeScriptContracts
{
    /// <summary>What all events have; <c>TaskEvent</c> itself is the union of them, told apart by <c>type</c>.</summary>
    private const string EventBase = "StoredEvent";

    /// <summary>Characters of a line of the house.</summary>
    private const int LineLength = 140;

    private const string Header =
        "// Generated from Roadmap.Contracts by `dotnet run --project clients/task-progress/generate-types`. Do not edit.\n";

    private static readonly Assembly s_contracts = typeof(TaskEvent).Assembly;

    private static readonly Type[] s_paths = [typeof(Routes), typeof(LegacyRoutes)];

    /// <summary>Where the committed files are.</summary>
    public static string OutputDirectory { get; } = typeof(TypeScriptContracts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(OutputDirectory)).Value!;

    /// <summary>The text of each file, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Generate() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["contracts.generated.ts"] = GenerateContracts(),
        ["endpoints.ts"] = GenerateEndpoints(typeof(Routes)),
        ["legacy-endpoints.ts"] = GenerateEndpoints(typeof(LegacyRoutes)),
    };

    /// <summary>Every path is an export of its own, so that a bundle carries those only that it uses.</summary>
    private static string GenerateEndpoints(Type type)
    {
        var docs = DocComments.Of(s_contracts);
        var output = new StringBuilder(Header);
        foreach (var path in Constants(type))
        {
            output.Append('\n');
            docs.Write(output, path, indent: "");
            var line = $"export const {TypeScriptNames.CamelCase(path.Name)} = {TypeScriptNames.Constant(path)};\n";
            output.Append(line.Length <= LineLength ? line : line.Replace(" => ", " =>\n  ", StringComparison.Ordinal));
        }

        return output.ToString();
    }

    private static string GenerateContracts()
    {
        var docs = DocComments.Of(s_contracts);
        var output = new StringBuilder(Header);

        foreach (var type in PublicTypes().Where(type => IsConstants(type) && !s_paths.Contains(type)))
            WriteConstants(output, type, docs);
        foreach (var type in PublicTypes().Where(type => type.IsEnum))
            WriteEnum(output, type, docs);
        WriteInterface(output, typeof(TaskEvent), EventBase, docs);
        foreach (var type in PublicTypes().Where(IsMessage))
            WriteInterface(output, type, type.IsSubclassOf(typeof(TaskEvent)) ? $"{type.Name} extends {EventBase}" : type.Name, docs);
        WriteUnion(output, docs);
        WriteServerMessages(output, docs);
        return output.ToString();
    }

    private static IEnumerable<Type> PublicTypes() =>
        s_contracts.GetExportedTypes()
            .Where(type => type.Namespace == typeof(TaskEvent).Namespace)
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static bool IsConstants(Type type) => type is { IsAbstract: true, IsSealed: true };

    /// <summary>What travels as JSON has a wire name on at least one member. An unknown event is whatever came.</summary>
    private static bool IsMessage(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type != typeof(UnknownTaskEvent) && Members(type).Any();

    /// <summary>The members that the type adds, and always its <c>type</c>, which is narrower than its base's.</summary>
    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties()
            .Where(property => property.DeclaringType == type || property.Name == nameof(TaskEvent.Type))
            .Where(property => property.GetCustomAttribute<JsonPropertyNameAttribute>() is not null)
            .OrderBy(property => property.GetCustomAttribute<JsonPropertyOrderAttribute>()?.Order ?? 0)
            .ThenBy(property => property.MetadataToken);

    private static IEnumerable<FieldInfo> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).OrderBy(field => field.MetadataToken);

    private static void WriteConstants(StringBuilder output, Type type, DocComments docs)
    {
        output.Append('\n');
        docs.Write(output, type, indent: "");
        output.Append($"export const {type.Name} = {{\n");
        foreach (var constant in Constants(type))
        {
            docs.Write(output, constant, indent: "  ");
            output.Append($"  {TypeScriptNames.CamelCase(constant.Name)}: {TypeScriptNames.Constant(constant)},\n");
        }

        output.Append("} as const;\n");
    }

    private static void WriteEnum(StringBuilder output, Type type, DocComments docs)
    {
        output.Append('\n');
        docs.Write(output, type, indent: "");
        output.Append($"export type {type.Name} = {string.Join(" | ", TypeScriptNames.WireValues(type))};\n");
    }

    private static void WriteInterface(StringBuilder output, Type type, string heading, DocComments docs)
    {
        var nullability = new NullabilityInfoContext();
        output.Append('\n');
        docs.Write(output, type, indent: "");
        output.Append($"export interface {heading} {{\n");
        foreach (var member in Members(type))
        {
            var name = member.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name;
            var optional = member.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWritingNull;
            if (!optional && nullability.Create(member).ReadState == NullabilityState.Nullable)
                throw new InvalidOperationException(
                    $"{type.Name}.{member.Name} may be null but is always written: the protocol has no null.");

            docs.Write(output, member, indent: "  ");
            output.Append($"  readonly {name}{(optional ? "?" : "")}: {TypeLiteral(type, member) ?? TypeScriptNames.TypeOf(member)};\n");
        }

        output.Append("}\n");
    }

    /// <summary>A message's <c>type</c> cannot be set and is the same on every instance. (A problem's is an ordinary member.)</summary>
    private static string? TypeLiteral(Type type, PropertyInfo member) =>
        type.IsAbstract || member.CanWrite ? null : $"'{member.GetValue(Activator.CreateInstance(type))}'";

    private static void WriteUnion(StringBuilder output, DocComments docs)
    {
        output.Append('\n');
        docs.Write(output, typeof(TaskEvent), indent: "");
        output.Append("export type TaskEvent =\n");
        output.AppendJoin(
            '\n', PublicTypes().Where(type => IsMessage(type) && type.IsSubclassOf(typeof(TaskEvent))).Select(type => $"  | {type.Name}"));
        output.Append(";\n");
    }

    private static void WriteServerMessages(StringBuilder output, DocComments docs)
    {
        output.Append('\n');
        docs.Write(output, typeof(ITaskClient), indent: "");
        output.Append("export interface ServerMessages {\n");
        foreach (var method in typeof(ITaskClient).GetMethods().OrderBy(method => method.MetadataToken))
        {
            var target = method.GetCustomAttribute<HubMethodNameAttribute>()!.Name;
            output.Append($"  readonly {target}: {method.GetParameters().Single().ParameterType.Name};\n");
        }

        output.Append("}\n");
    }
}
