using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Roadmap.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>Blocks that are shown and not run are what they say they are: whoever copies one gets no error for a misprint.</summary>
public sealed partial class GuideBlockTests : IDisposable
{
    /// <summary>Languages that no parser is here for, and whose brackets come in pairs.</summary>
    private static readonly string[] s_bracketed =
    [
        "c", "cpp", "css", "gdscript", "go", "hcl", "java", "jsx", "kotlin", "rust", "sql", "swift", "toml", "tsx", "typescript",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_can_be_read()
    {
        foreach (var block in GuideCode.All)
        {
            var fault = block.Language switch
            {
                "json" => Fault<JsonException>(() => JsonDocument.Parse(block.Text).Dispose()),
                "yaml" => Fault<YamlException>(() => new YamlStream().Load(new StringReader(block.Text))),
                "xml" => Fault<XmlException>(() => XDocument.Parse($"<all>{block.Text}</all>")),
                _ => null,
            };
            fault.ShouldBeNull(block.Where);
        }
    }

    [Fact]
    public async Task Python_that_needs_packages_is_Python()
    {
        foreach (var (index, block) in GuideCode.All.Where(code => code.Language == "py").Index())
            await File.WriteAllTextAsync(_folder.File($"{index:000}.py"), $"# {block.Where}\n{block.Text}");

        const string check = """
            import ast, pathlib, sys
            for file in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
                text = file.read_text()
                try:
                    ast.parse(text)
                except SyntaxError as fault:
                    print(text.splitlines()[0], fault)
            """;
        var (exitCode, lines) = await ChildProcess.RunAsync("python3", "-c", check, _folder.File("."));

        exitCode.ShouldBe(0);
        lines.ShouldBeEmpty();
    }

    [Fact]
    public void Brackets_come_in_pairs() =>
        GuideCode.All.Where(code => s_bracketed.Contains(code.Language) && Unpaired(code.Text) is not null)
            .Select(code => $"{code.Where}: {Unpaired(code.Text)}")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("fn main() { println!(\"}\"); } // ]", null)]
    [InlineData("let end = ')'; f(a, &'a str)", null)]
    [InlineData("const url = `wss://x/${f(1)}`; /* ( */", null)]
    [InlineData("if (a { b }", "'(' has no end")]
    [InlineData("f(a]", "']' ends '('")]
    [InlineData("a }", "'}' ends nothing")]
    public void A_bracket_without_its_other_half_is_found(string code, string? fault) => Unpaired(code).ShouldBe(fault);

    private static string? Fault<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
            return null;
        }
        catch (T fault)
        {
            return fault.Message;
        }
    }

    private static string? Unpaired(string code)
    {
        var open = new Stack<char>();
        foreach (var letter in NotCode().Replace(code, ""))
        {
            if (letter is '(' or '[' or '{')
            {
                open.Push(letter);
            }
            else if (letter is ')' or ']' or '}')
            {
                if (!open.TryPop(out var begin))
                    return $"'{letter}' ends nothing";
                if ((begin, letter) is not (('(', ')') or ('[', ']') or ('{', '}')))
                    return $"'{letter}' ends '{begin}'";
            }
        }

        return open.TryPeek(out var last) ? $"'{last}' has no end" : null;
    }

    /// <summary>Strings, a character between apostrophes (and not the name of a lifetime), and comments.</summary>
    [GeneratedRegex(
        """
        "(\\.|[^"\\])*"|`[^`]*`|'(\\.|[^'\\\n])'|'[^'\n]*'(?=[\s,;:)\]}>=]|$)|/\*.*?\*/|//[^\n]*|--[ ][^\n]*
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotCode();
}
