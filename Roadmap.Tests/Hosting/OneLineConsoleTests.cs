using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Roadmap.Api.Hosting;

namespace Roadmap.Tests.Hosting;

public sealed class OneLineConsoleTests
{
    private const string Harmful = "ada\r\ninfo: All is well\u001b[2J\u0085\u2028\u202e";

    [Theory]
    [InlineData(ConsoleFormatterNames.Simple)]
    [InlineData(ConsoleFormatterNames.Systemd)]
    [InlineData(ConsoleFormatterNames.Json)]
    public void What_comes_from_outside_writes_no_lines_and_no_commands_of_its_own(string name)
    {
        var written = Write(name, $"user {Harmful}", exception: null);

        written.TrimEnd().Count(c => c == '\n').ShouldBe(Write(name, "user ada", exception: null).TrimEnd().Count(c => c == '\n'));
        written.TrimEnd('\r', '\n').ShouldNotContain("\r");
        foreach (var c in "\u001b\u0085\u2028\u202e")
            written.ShouldNotContain(c);
        written.ShouldContain("ada");
    }

    [Fact]
    public void An_exception_keeps_its_lines_which_are_indented()
    {
        var written = Write(ConsoleFormatterNames.Simple, "it failed", new InvalidOperationException($"{Harmful}\nfail: the end"));

        written.Split('\n').Skip(1).Where(line => line.Length > 0).ShouldAllBe(line => line.StartsWith("      ", StringComparison.Ordinal));
        written.ShouldNotContain('\u001b');
        written.ShouldContain(nameof(InvalidOperationException));
    }

    [Fact]
    public void Text_that_is_harmless_stays_as_it_is() => OneLineConsole.Escape("学习\tRust: naïve 👍").ShouldBe("学习\tRust: naïve 👍");

    private static string Write(string name, string message, Exception? exception)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole().AddOneLineConsole());
        using var provider = services.BuildServiceProvider();
        var formatter = provider.GetServices<ConsoleFormatter>().Single(each => each.Name == name);
        using var text = new StringWriter();
        formatter.Write(new LogEntry<string>(LogLevel.Information, "a category", new EventId(1), message, exception, (line, _) => line),
            scopeProvider: null, text);
        return text.ToString();
    }
}
