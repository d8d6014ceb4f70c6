using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>A plan stays true through every edit: its parts say the same.</summary>
public sealed class OutlineTruthTests
{
    private static readonly string[] s_goals = [
        "Become a backend engineer with Python", "成为 Python 后端工程师", "Learn Rust", "学习 Rust 系统编程", "I want to learn React", "我想做前端开发",
        "Become a data analyst", "数据分析入门", "Learn to play the violin", "学习书法", "learn Kubernetes", "学习网络安全", "machine learning",
        "AWS 认证", "game development",
    ];

    private readonly OutlineCase _outline = new();

    [Fact]
    public async Task Shorter_keeps_what_the_last_work_needs()
    {
        var plan = await EditAsync("Become a backend engineer with Python", "shorter", "shorter");

        Ids(plan).ShouldContain("docker");
        plan.KeyTechnologies.ShouldContain("Docker");
        var rust = await EditAsync("学习 Rust 系统编程", "短一点");
        Ids(rust).ShouldContain("rust-async");
        Ids(rust).ShouldContain("rust-unsafe");
        Ids(rust).ShouldContain("rust-ffi");
    }

    [Fact]
    public async Task A_plan_that_leaves_out_what_it_is_named_after_is_called_otherwise()
    {
        var plan = await EditAsync("Become a backend engineer with Python", "leave out Python");

        plan.Title.ShouldBe("Backend engineering");
        plan.KeyTechnologies.ShouldBe(["HTTP", "PostgreSQL", "Docker"]);
        plan.Concepts.ShouldNotContain(concept => concept.Name.Contains("Python") || concept.Name.Contains("FastAPI"));
        (await EditAsync("Learn Rust", "leave out Rust")).Review!.Edits.Single().Text.ShouldContain("nothing would remain");
        (await EditAsync("Become a backend engineer with Python", "I already know Python")).Title
            .ShouldBe("Backend engineering with Python");
    }

    /// <summary>Whatever else is changed with it, the weeks that are named are those of the plan.</summary>
    [Theory]
    [InlineData("3 hours a week, add Kubernetes and GraphQL, more practice")]
    [InlineData("每周 3 小时，增加 Kubernetes，短一点")]
    public async Task The_weeks_that_an_edit_names_are_those_of_the_plan(string feedback)
    {
        var plan = await EditAsync("Become a backend engineer with Python", feedback);

        plan.Review!.Edits.Single(edit => edit.Kind == PlanEditKind.HoursPerWeek).Text.ShouldContain($"it takes {plan.Weeks} weeks");
    }

    [Fact]
    public async Task What_is_added_has_prerequisites_and_real_links_and_stands_before_the_last_work()
    {
        var plan = await EditAsync("Become a backend engineer with Python", "add Kubernetes and underwater basket weaving");
        var added = plan.Concepts.Where(concept => concept.Requested == true).ToList();

        added.Select(concept => concept.Name).ShouldBe([
            "Networking for operators", "Cluster architecture and the control loop", "Pods, Deployments and probes",
            "underwater basket weaving",
        ]);
        added[1].Prerequisites.ShouldBe(["docker", "k8s-networking"], ignoreOrder: true);
        added[^1].Prerequisites.ShouldNotBeEmpty();
        plan.Concepts.Last().IsCapstone().ShouldBeTrue();
        plan.Concepts.Last().Prerequisites.ShouldContain("k8s-workloads");
        plan.KeyTechnologies.ShouldContain("Kubernetes");
        (await Links(plan, added[2])).ShouldAllBe(link => link.StartsWith("https://kubernetes.io/"));
        (await Links(plan, added[^1])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Chinese_pages_come_first_for_who_reads_Chinese_and_not_at_all_for_others()
    {
        var chinese = await EditAsync("成为 Python 后端工程师");
        var english = await EditAsync("Become a backend engineer with Python");

        var links = (await Links(chinese, chinese.Concepts.Single(concept => concept.ConceptId == "git-basics"))).ToList();
        links[0].ShouldBe("https://git-scm.com/book/zh/v2");
        links.ShouldContain("https://git-scm.com/book/en/v2");
        (await Links(english, english.Concepts.Single(concept => concept.ConceptId == "git-basics"))).ShouldBe(
            ["https://git-scm.com/book/en/v2", "https://git-scm.com/docs"]);
    }

    [Fact]
    public async Task What_takes_the_place_of_another_is_needed_by_whoever_needed_that()
    {
        var plan = await EditAsync("Become a backend engineer with Python", "Django instead of FastAPI");

        Ids(plan).ShouldNotContain("fastapi");
        plan.KeyTechnologies.ShouldNotContain("FastAPI");
        plan.KeyTechnologies.ShouldContain("Django");
        plan.Concepts.Single(concept => concept.ConceptId == "orm-migrations").Prerequisites.ShouldContain("added-django");
        plan.Concepts.Single(concept => concept.ConceptId == "added-django").Prerequisites.ShouldContain("api-design");
    }

    [Theory]
    [InlineData("Please add more about deployment and less about SQL", "more_of deployment, less_of SQL", true)]
    [InlineData("3 hours a week", "hours_per_week ", true)]
    [InlineData("fit in 8 weeks", "fit ", true)]
    [InlineData("I already know Git", "known Git", true)]
    [InlineData("less theory", "less_theory ", true)]
    [InlineData("what would you add?", "", false)]
    [InlineData("leave out Cobol", "leave_out Cobol", false)]
    public async Task Feedback_is_told_as_data(string feedback, string edits, bool changed)
    {
        var before = await EditAsync("Become a backend engineer with Python");
        var plan = await EditAsync("Become a backend engineer with Python", feedback);

        string.Join(", ", plan.Review!.Edits.Select(edit => $"{Wire(edit.Kind)} {edit.Topic}")).ShouldBe(edits);
        plan.Review.Changed.ShouldBe(changed);
        (Ids(before).SequenceEqual(Ids(plan)) && Hours(before).SequenceEqual(Hours(plan)) && plan.HoursPerWeek == before.HoursPerWeek
            && plan.TargetDeadline == before.TargetDeadline).ShouldBe(!changed);
        plan.Review.NotUnderstood.Count.ShouldBe(edits.Length == 0 ? 1 : 0);
    }

    /// <summary>Four rounds of edits of every kind, on every subject and level.</summary>
    [Fact]
    public async Task No_edit_makes_a_plan_contradict_itself()
    {
        var random = new Random(12);
        string[] general = [
            "shorter", "more practice", "less practice", "less theory", "harder", "too hard", "for experts",
            "for beginners", "3 hours a week", "fit in 6 weeks", "finish by 2026-09-01",
            "only the first 4 concepts", "add Kubernetes", "add GraphQL", "add SQL", "add basket weaving", "I meant Rust",
            "add data cleaning", "I meant Data analysis", "短一点", "增加分布式系统", "多一些练习", "keep SQL", "fewer hours a week",
        ];
        for (var i = 0; i < 600; i++)
        {
            var request = OutlineCase.Request(
                s_goals[i % s_goals.Length], (LearnerLevel)random.Next(4), random.Next(1, 30), weeks: i % 7 == 0 ? 5 : null);
            var plan = await _outline.DesignAsync(request);
            var told = $"{i} {request.Goal} {request.Level}";
            for (var round = 0; round < 4; round++)
            {
                var names = plan.Concepts.Select(concept => concept.Name).Concat(plan.KeyTechnologies)
                    .Concat(plan.Stages.Select(stage => stage.Title)).Append("Docker").ToList();
                var name = names[random.Next(names.Count)];
                string[] named = [
                    $"leave out {name}", $"I already know {name}", $"more {name}", $"less {name}", $"Django instead of {name}", $"去掉{name}", $"{name} first",
                    $"{name} at the end", $"move {name} before {names[random.Next(names.Count)]}",
                    $"move {name} after {names[random.Next(names.Count)]}", $"Kubernetes instead of {name}",
                ];
                var feedback = random.Next(3) == 0 ? general[random.Next(general.Length)] : named[random.Next(named.Length)];
                told += $" | {feedback}";
                plan = await _outline.EditAsync(plan, request, feedback);
                ShouldBeTrue(plan, request, told);
            }
        }
    }

    private static void ShouldBeTrue(RoadmapDocument plan, Api.Generation.LearnerRequest request, string told)
    {
        StructureValidation.Check(plan, request).Issues.Where(issue => issue.Severity == IssueSeverity.Error).ShouldBeEmpty(told);
        var titles = plan.Stages.SelectMany(stage => stage.Modules.Select(module => module.Title).Append(stage.Title)).Append(plan.Title);
        foreach (var gone in (plan.LeftOut ?? []).Where(gone => gone.ConceptId is null))
            titles.ShouldNotContain(title => Wording.Mentions(title, gone.Name), $"{told}: {gone.Name}");
        plan.Stages.Sum(stage => stage.Hours).ShouldBe(plan.TotalHours, told);
        plan.Concepts.Where(concept => concept.FirstWeek > concept.LastWeek || concept.LastWeek > plan.Weeks).ShouldBeEmpty(told);
        (plan.Misfit is not null).ShouldBe(
            plan.TargetDeadline is not null && plan.TotalHours > DeadlineBudget.Hours(plan, request.RequestedAt), told);
        foreach (var stage in plan.Stages.Select(stage => stage.Modules.SelectMany(module => module.Concepts).ToList()))
        {
            foreach (var practice in stage.Where(concept => concept.ConceptId.StartsWith("practice-", StringComparison.Ordinal)))
            {
                stage.Where(part => practice.Prerequisites.Contains(part.ConceptId))
                    .ShouldAllBe(part => practice.Description.Contains(part.Name), told);
            }
        }
    }

    private async Task<IEnumerable<string>> Links(RoadmapDocument plan, RoadmapConcept concept) =>
        (await _outline.Generator.FindResourcesAsync(plan, concept, CancellationToken.None)).Items.Select(item => item.Url);

    private async Task<RoadmapDocument> EditAsync(string goal, params string[] rounds)
    {
        var request = OutlineCase.Request(goal);
        var plan = await _outline.DesignAsync(request);
        foreach (var feedback in rounds)
            plan = await _outline.EditAsync(plan, request, feedback);
        return plan;
    }

    private static List<string> Ids(RoadmapDocument plan) => [.. plan.Concepts.Select(concept => concept.ConceptId)];

    private static IEnumerable<double> Hours(RoadmapDocument plan) => plan.Concepts.Select(concept => concept.Hours);

    private static string Wire(PlanEditKind kind) => System.Text.Json.JsonSerializer.Serialize(kind).Trim('"');
}
