using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Plans;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Server;
using Spectre.Console;

namespace Roadmap.Watch.Reviewing;

/// <summary>Shows a plan, and asks what is to become of it.</summary>
internal sealed class ReviewQuestion(RoadmapClient client, Terminal terminal)
{
    private const string Approve = "Approve it";
    private const string SendBack = "Send it back with feedback";
    private const string Reject = "Reject it: cancel the task";

    /// <summary>Until one answer was taken by the server.</summary>
    /// <param name="taskId">Whose plan it is.</param>
    /// <param name="roadmapId">The plan.</param>
    /// <param name="cancellationToken">Fires when there is nothing to be asked any more.</param>
    public async Task AskAsync(string taskId, string roadmapId, CancellationToken cancellationToken)
    {
        await ShowAsync(roadmapId, cancellationToken);
        while (true)
        {
            try
            {
                await AnswerAsync(taskId, cancellationToken);
                return;
            }
            catch (RoadmapException e) when (e.Code != ErrorCodes.Conflict)
            {
                terminal.Console.Write(new Paragraph($"{Failure.Describe(e)}\n", Palette.Bad));
            }
        }
    }

    private async Task ShowAsync(string roadmapId, CancellationToken cancellationToken)
    {
        terminal.Console.WriteLine();
        try
        {
            var roadmap = await client.GetRoadmapAsync(roadmapId, cancellationToken);
            terminal.Console.Write(PlanView.Of(roadmap, terminal.Width));
        }
        catch (RoadmapException e)
        {
            terminal.Console.Write(new Paragraph($"The plan cannot be shown: {Failure.Describe(e)}\n", Palette.Bad));
        }

        terminal.Console.WriteLine();
    }

    private async Task AnswerAsync(string taskId, CancellationToken cancellationToken)
    {
        var choice = await new SelectionPrompt<string>()
            .Title("Is this the plan you want?")
            .AddChoices(Approve, SendBack, Reject)
            .ShowAsync(terminal.Console, cancellationToken);
        terminal.Console.Write(new Paragraph($"{choice}\n", Palette.Person));
        switch (choice)
        {
            case Approve:
                await client.ReviewAsync(taskId, approved: true, cancellationToken: CancellationToken.None);
                break;
            case SendBack:
                var feedback = await new TextPrompt<string>("What should be different?")
                    .Validate(text => text.Trim().Length is > 0 and <= ContractLimits.DetailLength
                        ? ValidationResult.Success()
                        : ValidationResult.Error($"Say it in 1 to {ContractLimits.DetailLength:N0} characters."))
                    .ShowAsync(terminal.Console, cancellationToken);
                await client.ReviewAsync(taskId, approved: false, feedback, CancellationToken.None);
                break;
            default:
                await client.CancelAsync(taskId, CancellationToken.None);
                break;
        }
    }
}
