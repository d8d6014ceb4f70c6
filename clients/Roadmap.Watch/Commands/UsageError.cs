using System.CommandLine;
using System.CommandLine.Parsing;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Commands;

/// <summary>Says what is wrong with a command line.</summary>
internal static class UsageError
{
    /// <returns>What to end with.</returns>
    public static int Tell(ParseResult parsed, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            Output.Remark(Printable.Line(fault));
        Console.Error.WriteLine($"Try '{PathOf(parsed.CommandResult)} --help'.");
        return ExitCodes.Usage;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : RoadmapCommand.Name;
}
