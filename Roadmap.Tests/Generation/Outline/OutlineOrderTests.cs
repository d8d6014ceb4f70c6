using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>Another order is had as far as what builds on something stays behind it; else it is said what stands in the way.</summary>
public sealed class OutlineOrderTests
{
    private readonly OutlineCase _outline = new();

    [Theory]
    [InlineData("learn Kubernetes", "Docker before Git", "k8s-linux k8s-containers k8s-git",
        "Containers and images comes before Version control for teams now.")]
    [InlineData("learn Kubernetes", "先学容器再学 Git", "k8s-linux k8s-containers k8s-git", "comes before")]
    [InlineData("Become a data analyst", "SQL first", "da-sql da-questions", "Comes first now: SQL for analysis.")]
    [InlineData("数据分析入门", "先学 SQL", "da-sql da-questions", "现在排在最前：分析用 SQL。")]
    [InlineData("Become a data analyst", "statistics first",
        "da-python da-notebooks da-pandas da-cleaning da-visualisation da-eda da-statistics",
        "right after what it builds on: Python for analysts, Notebooks")]
    [InlineData("Become a data analyst", "NumPy after SQL", "da-sql da-numpy", "NumPy arrays comes after SQL for analysis now.")]
    public async Task What_is_moved_comes_where_it_was_wanted(string goal, string feedback, string ids, string told)
    {
        var request = OutlineCase.Request(goal);
        var before = await _outline.DesignAsync(request);
        var plan = await _outline.EditAsync(before, request, feedback);

        var edit = plan.Review!.Edits.ShouldHaveSingleItem();
        (edit.Kind, edit.Applied).ShouldBe((PlanEditKind.Move, true));
        edit.Text.ShouldContain(told);
        string.Join(' ', Ids(plan)).ShouldContain(ids);
        Ids(plan).ShouldBe(Ids(before), ignoreOrder: true);
        plan.TotalHours.ShouldBe(before.TotalHours);
    }

    [Theory]
    [InlineData("learn Kubernetes", "move Docker before Linux",
        "Not moved: Containers and images cannot come before Servers and the shell, for it builds on that.")]
    [InlineData("learn Kubernetes", "Git at the end",
        "Not moved: Version control for teams cannot come at the end, for these build on it: Continuous integration, Infrastructure as code")]
    [InlineData("learn Kubernetes", "把 Linux 放到 Docker 之后",
        "Not moved: Servers and the shell cannot come after Containers and images, which builds on it.")]
    [InlineData("Become a data analyst", "pandas before Python", "for it builds on that, by way of Notebooks and reproducible work.")]
    [InlineData("Become a data analyst", "capstone first", "is the work with which the plan ends")]
    [InlineData("Become a data analyst", "Dashboards after the capstone", "is the work with which the plan ends")]
    [InlineData("Become a data analyst", "Python first", "It comes first already", false)]
    [InlineData("learn Kubernetes", "move Cobol before Linux", "Nothing in the plan is called “Cobol”.")]
    [InlineData("Learn to play the violin", "Teaching and keeping it first", "is the work with which the plan ends")]
    public async Task What_builds_on_something_stays_behind_it_and_it_is_said_why(
        string goal, string feedback, string told, bool isWhole = true)
    {
        var request = OutlineCase.Request(goal);
        var before = await _outline.DesignAsync(request);
        if (!isWhole)
            before = await _outline.EditAsync(before, request, feedback);
        var plan = await _outline.EditAsync(before, request, feedback);

        plan.Review!.Changed.ShouldBeFalse();
        plan.Review.Edits.ShouldHaveSingleItem().Text.ShouldContain(told);
        Ids(plan).ShouldBe(Ids(before));
    }

    [Fact]
    public async Task A_move_is_told_as_data()
    {
        var request = OutlineCase.Request("learn Kubernetes");
        var plan = await _outline.EditAsync(await _outline.DesignAsync(request), request, "Docker before Git, Terraform at the end");

        plan.Review!.Edits.Select(edit => (edit.Kind, edit.Topic, edit.Place, edit.Beside)).ShouldBe([
            (PlanEditKind.Move, "Docker", PlanPlace.Before, "Git"), (PlanEditKind.Move, "Terraform", PlanPlace.Last, (string?)null),
        ]);
        Ids(plan)[^2..].ShouldBe(["k8s-iac", "k8s-capstone"]);
    }

    private static List<string> Ids(RoadmapDocument plan) => [.. plan.Concepts.Select(concept => concept.ConceptId)];
}
