using System.CommandLine;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>Makes a link to one task, and prints it alone, so that it can be sent on.</summary>
internal sealed class ShareCommand : TaskCommand
{
    private const int SecondsOfDay = 86_400;
    private const int MostDays = ContractLimits.WatchLinkSeconds / SecondsOfDay;

    private readonly Option<int?> _days = new("--days")
    {
        Description = $"For how many days, 1 to {MostDays}. Without it {ContractLimits.WatchLinkDefaultSeconds / SecondsOfDay}, or with "
            + $"--until-end {MostDays}.",
        HelpName = "number",
    };

    private readonly Option<bool> _untilEnd = new("--until-end") { Description = "Only until a day after the task's end." };

    private readonly Option<bool> _review = new("--review") { Description = "Whoever has the link may review the plan, too." };

    public ShareCommand(ServerOptions server, Output output)
        : base("share", "Prints a link to a task, by which somebody without an account can watch it.", server, output)
    {
        _days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > MostDays)
                result.AddError($"--days must be from 1 to {MostDays}.");
        });
        Add(_days);
        Add(_untilEnd);
        Add(_review);
    }

    public override IReadOnlyList<string> Examples =>
        ["roadmap share my-roadmap --until-end", "roadmap share my-roadmap --days 2 --review"];

    protected override async Task<string> AskAsync(
        RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken)
    {
        var terms = new WatchLinkBody
        {
            ExpiresIn = parsed.GetValue(_days) * SecondsOfDay,
            UntilEnd = parsed.GetValue(_untilEnd),
            May = parsed.GetValue(_review) ? [WireWord.Of(WatchLinkRight.Watch), WireWord.Of(WatchLinkRight.Review)] : null,
        };
        return (await client.MakeWatchLinkAsync(taskId, terms, cancellationToken)).Url;
    }
}
