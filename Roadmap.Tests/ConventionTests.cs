using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Requests;

namespace Roadmap.Tests;

/// <summary>What the architecture promises and no compiler holds.</summary>
public sealed partial class ConventionTests
{
    private static readonly Assembly s_contracts = typeof(Routes).Assembly;
    private static readonly Assembly s_hubs = typeof(IReadFromJson).Assembly;
    private static readonly Assembly s_api = typeof(Api.Pipeline.MediatorServices).Assembly;

    [Fact]
    public void Dependencies_run_one_way()
    {
        References(s_contracts).ShouldNotContain(name => name.StartsWith("Roadmap.", StringComparison.Ordinal));
        References(s_hubs).Where(name => name.StartsWith("Roadmap.", StringComparison.Ordinal)).ShouldBe(["Roadmap.Contracts"]);
        References(s_api).Where(name => name.StartsWith("Roadmap.", StringComparison.Ordinal))
            .ShouldBe(["Roadmap.Contracts", "Roadmap.Hubs"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("SQLitePCLRaw.core")]
    [InlineData("StackExchange.Redis")]
    public void Only_the_host_knows(string library)
    {
        References(s_contracts).ShouldNotContain(library);
        References(s_hubs).ShouldNotContain(library);
    }

    /// <summary>Whoever has the contract alone, such as a client, carries no server's library.</summary>
    [Fact]
    public void The_contract_knows_no_validation() => References(s_contracts).ShouldNotContain("FluentValidation");

    [Fact]
    public void No_path_is_written_twice()
    {
        var written = Sources("Roadmap.Api", "Roadmap.Hubs", "Roadmap.Contracts")
            .Where(source => Path.GetFileName(source) != "Routes.cs")
            .Where(source => PathLiteral().IsMatch(WithoutComments(File.ReadAllText(source))));

        written.ShouldBeEmpty();
    }

    [Fact]
    public void Log_events_have_names_of_their_own()
    {
        var names = LoggerMessages().Select(line => line.Message.EventName).ToList();

        names.ShouldNotBeEmpty();
        names.ShouldAllBe(name => !string.IsNullOrEmpty(name));
        names.ShouldBeUnique();
    }

    /// <summary>An operator looks for the event's name and for <c>key=value</c>; a sentence may follow, behind a dash.</summary>
    [Fact]
    public void A_log_line_is_its_events_name_and_its_fields()
    {
        var malformed = LoggerMessages()
            .Where(line => !LogLine().IsMatch(line.Message.Message) || line.Message.Message.Split(' ')[0] != line.Message.EventName)
            .Select(line => line.Message.Message);

        malformed.ShouldBeEmpty("""a message is: event_name key={key} other="{other}" - a sentence""");
    }

    [Fact]
    public void A_log_line_has_all_that_it_is_given_as_fields()
    {
        var unsaid = LoggerMessages().SelectMany(line => line.Method.GetParameters()
            .Where(parameter => !typeof(ILogger).IsAssignableFrom(parameter.ParameterType)
                && parameter.ParameterType != typeof(LogLevel) && !parameter.ParameterType.IsAssignableTo(typeof(Exception)))
            .Where(parameter => parameter.ParameterType.IsEnum
                || !line.Message.Message.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal))
            .Select(parameter => $"{line.Method.Name} {parameter.Name}"));

        unsaid.ShouldBeEmpty("an enum is given as its word on the wire, and everything that is given is said");
    }

    /// <summary>It would stand in a line as <c>(null)</c>.</summary>
    [Fact]
    public void Nothing_that_a_log_line_says_may_be_missing()
    {
        var nullability = new NullabilityInfoContext();
        var missing = LoggerMessages()
            .SelectMany(line => line.Method.GetParameters())
            .Where(parameter => parameter.ParameterType != typeof(Exception)
                && nullability.Create(parameter).ReadState == NullabilityState.Nullable);

        missing.Select(parameter => $"{parameter.Member.Name} {parameter.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_called_after_its_shelf()
    {
        var types = s_contracts.GetTypes().Concat(s_hubs.GetTypes()).Concat(s_api.GetTypes())
            .Where(type => type is { IsNested: false, Namespace: not null }
                && type.Namespace.StartsWith("Roadmap.", StringComparison.Ordinal));

        types.Where(type => ShelfName().IsMatch(type.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void Lines_of_CSharp_end_at_140_columns()
    {
        var sources = Sources("Roadmap.Api", "Roadmap.Hubs", "Roadmap.Contracts", "Roadmap.Tests", "benchmarks", "clients").ToList();

        sources.ShouldNotBeEmpty();
        sources.SelectMany(TooLong).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("*.lua", "Roadmap.Api")]
    [InlineData("*.sh", "scripts", "benchmarks", "clients")]
    [InlineData("*.ts", "clients")]
    [InlineData("*.tsx", "clients")]
    [InlineData("*.css", "clients")]
    [InlineData("*.mjs", "clients", "Roadmap.Tests", "scripts")]
    [InlineData("*.py", "Roadmap.Tests")]
    [InlineData("*.conf", "deploy")]
    public void Lines_of_other_languages_end_at_140_columns(string kind, params string[] folders)
    {
        var files = Files(kind, folders).Where(file => !file.Contains("generated", StringComparison.Ordinal)).ToList();

        files.ShouldNotBeEmpty();
        files.SelectMany(file => File.ReadLines(file).Index()
                .Where(line => line.Item.Length > 140)
                .Select(line => $"{Path.GetRelativePath(Root(), file)}:{line.Index + 1} has {line.Item.Length} columns"))
            .ShouldBeEmpty();
    }

    /// <summary>Left alone is the text of a raw string, and a line that a string begins: it has no better place to break.</summary>
    private static IEnumerable<string> TooLong(string file)
    {
        var isText = false;
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            if (line.Length > 140 && !isText && !BeginsWithText().IsMatch(line))
                yield return $"{Path.GetRelativePath(Root(), file)}:{index + 1} has {line.Length} columns";

            // An odd number of these marks begins or ends a text of several lines.
            isText ^= line.Split("\"\"\"").Length % 2 == 0;
        }
    }

    private static IEnumerable<(MethodInfo Method, LoggerMessageAttribute Message)> LoggerMessages() =>
        s_api.GetTypes().Concat(s_hubs.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(line => line.Item2 is not null);

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<string> Sources(params string[] projects) => Files("*.cs", projects);

    private static IEnumerable<string> Files(string kind, params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), kind, SearchOption.AllDirectories))
        .Where(file => !Path.GetRelativePath(Root(), file).Split(Path.DirectorySeparatorChar)
            .Any(folder => folder is "obj" or "bin" or "node_modules" or "dist"));

    private static string WithoutComments(string source) =>
        string.Join('\n', source.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));

    [GeneratedRegex("\"[^\"\\n]*/(api|health|metrics|openapi|ws)[/\"?]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathLiteral();

    [GeneratedRegex("""^[a-z_]+( (?<key>[a-z_]+)=("\{\k<key>\}"|\{\k<key>\}))*( - [^{}]+)?$""", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLine();

    [GeneratedRegex("^ +(\\+ )?[$@]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BeginsWithText();

    [GeneratedRegex("(Helpers?|Utils?|Extensions)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShelfName();
}
