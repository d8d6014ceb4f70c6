using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlineGoalTests
{
    private readonly OutlineCase _outline = new();

    [Theory]
    [InlineData("Become a backend engineer with Python", "backend-python", "en")]
    [InlineData("I want to learn FastAPI", "backend-python", "en")]
    [InlineData("成为 Python 后端工程师", "backend-python", "zh")]
    [InlineData("学习 Rust 系统编程", "rust-systems", "zh")]
    [InlineData("Rust", "rust-systems", "en")]
    [InlineData("Write a web backend in Rust", "rust-systems", "en")]
    [InlineData("I want to learn React", "frontend", "en")]
    [InlineData("我想做前端开发", "frontend", "zh")]
    [InlineData("React 入门", "frontend", "zh")]
    [InlineData("数据分析入门", "data-analysis", "zh")]
    [InlineData("用 Python 做数据分析", "data-analysis", "zh")]
    [InlineData("Become a data analyst with Python", "data-analysis", "en")]
    [InlineData("Learn to play the violin", "general", "en")]
    [InlineData("学习书法", "general", "zh")]
    [InlineData("Become a Java backend engineer", "general", "en")]
    [InlineData("I want to go into trust law", "general", "en")]
    public async Task A_goal_is_understood(string goal, string subject, string language)
    {
        var intent = await _outline.Generator.AnalyzeIntentAsync(OutlineCase.Request(goal), CancellationToken.None);

        intent.Subject.ShouldBe(subject);
        intent.Language.ShouldBe(language);
        intent.KeyTechnologies.ShouldNotBeEmpty();
        intent.Summary.ShouldNotContain("{");
    }

    [Theory]
    [InlineData("zh-CN", "Learn Rust", "zh")]
    [InlineData("en-GB", "学习 Rust", "en")]
    [InlineData("ZH", "Learn Rust", "zh")]
    [InlineData("fr", "学习 Rust", "zh")]
    public async Task The_language_asked_for_wins_when_the_catalogue_has_it(string asked, string goal, string language)
    {
        var plan = await _outline.DesignAsync(OutlineCase.Request(goal) with { PrimaryLanguage = asked });

        plan.Language.ShouldBe(language);
        plan.Notes.Any(note => note.Contains("“fr”", StringComparison.Ordinal)).ShouldBe(asked == "fr");
    }

    [Theory]
    [InlineData("Learn to play the violin", "play the violin")]
    [InlineData("I want to become a better cook.", "better cook")]
    [InlineData("我想学习书法入门", "书法")]
    [InlineData("learn", "learn")]
    public void The_topic_is_the_goal_without_the_wish(string goal, string topic) => GoalReading.Topic(goal).ShouldBe(topic);

    [Fact]
    public async Task The_general_plan_names_its_topic_and_says_that_it_is_general()
    {
        var plan = await _outline.DesignAsync(OutlineCase.Request("Learn to play the violin"));

        plan.Title.ShouldContain("play the violin");
        plan.Concepts.Count().ShouldBeGreaterThanOrEqualTo(12);
        plan.Notes.ShouldContain(note => note.Contains("general plan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_says_in_its_own_language_that_no_model_was_used()
    {
        var english = await _outline.DesignAsync(OutlineCase.Request("Learn Rust"));
        var chinese = await _outline.DesignAsync(OutlineCase.Request("学习 Rust"));

        english.GeneratedBy.ShouldContain("no language model");
        english.Notes[0].ShouldContain("No language model");
        chinese.Notes[0].ShouldContain("没有使用语言模型");
    }

    [Fact]
    public async Task The_same_request_gives_the_same_plan()
    {
        var request = OutlineCase.Request("Learn React", LearnerLevel.Intermediate, 7.3, weeks: 15);

        Json(await _outline.DesignAsync(request)).ShouldBe(Json(await _outline.DesignAsync(request)));
    }

    [Theory]
    [InlineData("Become a backend engineer with Python")]
    [InlineData("学习 Rust 系统编程")]
    [InlineData("I want to learn React")]
    [InlineData("数据分析入门")]
    [InlineData("Learn to play the violin")]
    [InlineData("学习书法")]
    public async Task Every_concept_has_a_study_guide_resources_and_questions(string goal)
    {
        var request = OutlineCase.Request(goal);
        var plan = await _outline.EditAsync(await _outline.DesignAsync(request), request, "add Kubernetes, more practice");

        foreach (var concept in plan.Concepts)
        {
            var tutorial = await _outline.Generator.WriteTutorialAsync(plan, concept, _ => Task.CompletedTask, CancellationToken.None);
            var resources = await _outline.Generator.FindResourcesAsync(plan, concept, CancellationToken.None);
            var quiz = await _outline.Generator.WriteQuizAsync(plan, concept, CancellationToken.None);

            tutorial.Sections.Count.ShouldBeGreaterThanOrEqualTo(5);
            tutorial.Sections.ShouldAllBe(section => section.Body.Length > 10);
            resources.Items.ShouldAllBe(item => item.Url.StartsWith("https://"));
            quiz.Questions.Count.ShouldBeGreaterThanOrEqualTo(3);
            string.Concat(tutorial.Sections.Select(section => section.Body)
                .Concat(quiz.Questions.Select(question => question.Question + question.Answer)))
                .ShouldNotContain("{name}", Case.Sensitive, concept.ConceptId);
            new[] { tutorial.Summary, concept.Name, concept.Description }.ShouldAllBe(text => !text.Contains('{'));
        }
    }

    private static string Json(RoadmapDocument plan) =>
        System.Text.Json.JsonSerializer.Serialize(plan, Roadmap.Contracts.Json.ContractsJson.TypeInfo<RoadmapDocument>());
}
