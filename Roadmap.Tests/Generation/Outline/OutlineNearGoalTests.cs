using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>
/// Goals that no subject serves, as strangers type them: a subject that is near is offered, and nobody is given it unasked.
/// </summary>
public sealed class OutlineNearGoalTests
{
    [Theory]
    [InlineData("Flutter", "mobile")]
    [InlineData("learn Flutter", "mobile")]
    [InlineData("用 Flutter 做应用", "mobile")]
    [InlineData("learn Swift", "mobile")]
    [InlineData("SwiftUI", "mobile")]
    [InlineData("Kotlin for beginners", "mobile")]
    [InlineData("学习 Kotlin", "mobile")]
    [InlineData("微信小程序", "mobile")]
    [InlineData("鸿蒙开发", "mobile")]
    [InlineData("wordpress", "frontend")]
    [InlineData("make a WordPress blog", "frontend")]
    [InlineData("Shopify store", "frontend")]
    [InlineData("learn Figma", "frontend")]
    [InlineData("UX design", "frontend")]
    [InlineData("Bootstrap", "frontend")]
    [InlineData("学习 WordPress", "frontend")]
    [InlineData("Google Sheets", "data-analysis")]
    [InlineData("Power BI", "data-analysis")]
    [InlineData("learn Tableau", "data-analysis")]
    [InlineData("VBA macros", "data-analysis")]
    [InlineData("MATLAB", "data-analysis")]
    [InlineData("电子表格", "data-analysis")]
    [InlineData("learn Microsoft Azure", "cloud-aws")]
    [InlineData("GCP", "cloud-aws")]
    [InlineData("阿里云", "cloud-aws")]
    [InlineData("Node.js", "backend-python")]
    [InlineData("learn Java", "backend-python")]
    [InlineData("Ruby on Rails", "backend-python")]
    [InlineData("Laravel", "backend-python")]
    [InlineData("学习 Java", "backend-python")]
    [InlineData("Golang", "backend-python")]
    [InlineData("Unity", "game-development")]
    [InlineData("Roblox", "game-development")]
    [InlineData("Minecraft mods", "game-development")]
    [InlineData("Blender", "game-development")]
    [InlineData("arduino", "rust-systems")]
    [InlineData("Raspberry Pi", "rust-systems")]
    [InlineData("learn C++", "rust-systems")]
    [InlineData("单片机", "rust-systems")]
    [InlineData("树莓派入门", "rust-systems")]
    [InlineData("Jenkins", "devops-kubernetes")]
    [InlineData("MongoDB", "data-engineering")]
    [InlineData("Wireshark", "cybersecurity")]
    [InlineData("CCNA", "cybersecurity")]
    [InlineData("prompt engineering", "machine-learning")]
    [InlineData("ChatGPT", "machine-learning")]
    [InlineData("机器人", "machine-learning")]
    public void A_subject_that_is_near_is_offered_first(string goal, string near)
    {
        var understood = Understand(goal);

        (understood.Subject, understood.Confidence, understood.MethodOnly).ShouldBe(("general", Confidence.Unsure, true));
        understood.Alternatives.ShouldNotBeEmpty();
        understood.Alternatives.Select(choice => choice.Subject).ShouldContain(near);
        understood.Alternatives.Count.ShouldBeLessThanOrEqualTo(3, "it is no choice of everything");
    }

    [Theory]
    [InlineData("Photoshop")]
    [InlineData("learn Photoshop")]
    [InlineData("cook from scratch")]
    [InlineData("play darts")]
    [InlineData("Taylor Swift songs")]
    [InlineData("learn to knit")]
    [InlineData("摄影")]
    [InlineData("弹吉他")]
    [InlineData("learn German")]
    [InlineData("marathon training")]
    public void What_nothing_is_near_to_is_offered_nothing(string goal)
    {
        var understood = Understand(goal);

        (understood.Subject, understood.MethodOnly).ShouldBe(("general", true));
        understood.Alternatives.ShouldBeEmpty();
    }

    private static GoalUnderstanding Understand(string goal) =>
        GoalSubjects.Understand(OutlineCase.Catalogue, goal, GoalReading.Language(null, goal));
}
