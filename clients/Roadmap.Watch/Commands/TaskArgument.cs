using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Roadmap.Contracts;

namespace Roadmap.Watch.Commands;

/// <summary>The task that a command is about.</summary>
internal static partial class TaskArgument
{
    public static Argument<string> Create()
    {
        var argument = new Argument<string>("task") { Description = "The task's id." };
        argument.Validators.Add(result => Check(result, result.GetValueOrDefault<string>()));
        return argument;
    }

    /// <summary>The id of a task that is made.</summary>
    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--task-id") { Description = "The task's id. Without it a new one.", HelpName = "id" };
        option.Validators.Add(result => Check(result, result.GetValueOrDefault<string>()));
        return option;
    }

    /// <summary>The kind of a task that is made.</summary>
    public static Option<string> CreateKindOption(string description)
    {
        var option = new Option<string>("--kind") { Description = description, HelpName = "word" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } kind && !TaskEventTypes.IsWord(kind))
                result.AddError($"--kind is '{kind}': give a word of a-z, 0-9 and _ that begins with a letter.");
        });
        return option;
    }

    private static void Check(SymbolResult result, string? id)
    {
        if (id is not null && !Id().IsMatch(id))
            result.AddError($"'{id}' is no task's id: it has 1 to {ContractLimits.IdLength} of A-Z, a-z, 0-9, _ and -.");
    }

    [GeneratedRegex(ContractPatterns.TaskId, RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
