using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>What the server itself says of a model's work, in the catalogue's languages.</summary>
internal static class ChatTexts
{
    public static BilingualText WithoutModel(BilingualText reason) => new()
    {
        En = $"{reason.En}, so this plan is made from the catalogue, without a language model.",
        Zh = $"语言模型暂不可用（{reason.Zh}），因此本计划由课程目录生成，没有使用语言模型。",
    };

    public static readonly BilingualText AskedFor = new()
    {
        En = "The language model is asked for this.",
        Zh = "将请语言模型这样修改。",
    };

    public static IReadOnlyList<string> Notes(RoadmapDocument plan, PlanAnswer answer, LearnerRequest request, string model)
    {
        var made = new BilingualText
        {
            En = $"Made by the language model {model}. It may be wrong: check what matters to you.",
            Zh = $"由语言模型 {model} 生成，可能有误：重要内容请自行核实。",
        };
        return
        [
            made.In(plan.Language),
            .. answer.Changes,
            .. answer.NotFollowed.Select(each => NotFollowed(each).In(plan.Language)),
            .. PlanTexts.Deadline(plan, request.RequestedAt) is { } deadline ? [deadline.In(plan.Language)] : Array.Empty<string>(),
        ];
    }

    private static BilingualText NotFollowed(string what) => new() { En = $"Not followed: {what}", Zh = $"未采纳：{what}" };
}
