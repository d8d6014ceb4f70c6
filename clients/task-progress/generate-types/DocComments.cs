using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Roadmap.GenerateTypes;

/// <summary>The doc comments of an assembly, from the file that the compiler writes beside it.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, string> _summaries;

    private DocComments(Dictionary<string, string> summaries) => _summaries = summaries;

    public static DocComments Of(Assembly assembly)
    {
        var file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return new DocComments(file.Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!), StringComparer.Ordinal));
    }

    public void Write(StringBuilder output, MemberInfo member, string indent)
    {
        if (_summaries.TryGetValue(Id(member), out var summary))
            output.Append($"{indent}/** {summary} */\n");
    }

    private static string Id(MemberInfo member) => member switch
    {
        Type type => $"T:{type.FullName}",
        FieldInfo field => $"F:{field.DeclaringType!.FullName}.{field.Name}",
        _ => $"P:{member.DeclaringType!.FullName}.{member.Name}",
    };

    private static string Text(XElement summary) =>
        Whitespace().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim().Replace("*/", "* /", StringComparison.Ordinal);

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } cref => $"`{Reference(cref.Value)}`",
        XElement element => $"`{element.Value}`",
        _ => "",
    };

    /// <summary><c>P:Namespace.Type.Member</c> by the name that it has on the wire; a type by its own.</summary>
    private static string Reference(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith("T:", StringComparison.Ordinal) ? name : JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whitespace();
}
