using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Roadmap.Watch.Commands;

/// <summary>A command whose help ends with what else is to be known, and with examples.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description)
{
    /// <summary>Each as it is typed.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Whole lines, such as exit codes.</summary>
    public virtual IReadOnlyList<string> Notes => [];
}

/// <summary>The usual help, and what the command adds.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var (notes, examples) = parseResult.CommandResult.Command switch
        {
            ToolCommand command => (command.Notes, command.Examples),
            _ => (RoadmapCommand.Notes, RoadmapCommand.Examples),
        };
        var output = parseResult.InvocationConfiguration.Output;
        foreach (var note in notes)
            output.WriteLine(note);
        if (notes.Count > 0)
            output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        return code;
    }
}
