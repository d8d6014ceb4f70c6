using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>One thing instead of another, for the pairs that people name: either that is done, or it is said why it cannot be.</summary>
public sealed class OutlineReplaceTests
{
    private const string Backend = "Become a backend engineer with Python";
    private const string DevOps = "learn Kubernetes";

    private readonly OutlineCase _outline = new();

    [Theory]
    [InlineData(Backend, "Django instead of FastAPI", "fastapi", "added-django")]
    [InlineData(Backend, "用 Django 代替 FastAPI", "fastapi", "added-django")]
    [InlineData(Backend, "Podman instead of Docker", "docker", "added-podman")]
    [InlineData(Backend, "unittest instead of pytest", "testing-pytest", "added-unittest")]
    [InlineData("I want to learn React", "replace Server state and caching with GraphQL", "fe-server-state", "added-graphql")]
    [InlineData("AWS 认证", "用 Terraform 代替 CloudFormation", "aws-iac", "k8s-iac")]
    [InlineData("learn C#", "Dapper instead of Entity Framework", "cs-efcore", "added-dapper")]
    [InlineData("learn C#", "NUnit instead of xUnit", "cs-testing", "added-nunit")]
    [InlineData("learn SQL", "Prefect instead of Airflow", "de-orchestration", "added-prefect")]
    [InlineData("Become a data analyst", "Polars instead of pandas", "da-pandas", "added-polars")]
    [InlineData("Become a data analyst", "machine learning instead of dashboards", "da-dashboards", "ml-linear")]
    [InlineData("Learn Rust", "async-std instead of Tokio", "rust-async", "added-async-std")]
    public async Task What_one_concept_is_named_after_can_be_exchanged(string goal, string feedback, string gone, string come)
    {
        var plan = await EditAsync(goal, LearnerLevel.Beginner, feedback);

        plan.Review!.Edits.ShouldHaveSingleItem().Applied.ShouldBeTrue(plan.Review.Edits[0].Text);
        var ids = plan.Concepts.Select(concept => concept.ConceptId).ToList();
        ids.ShouldNotContain(gone);
        ids.ShouldContain(come);
    }

    [Theory]
    [InlineData(Backend, "MySQL instead of PostgreSQL", "are taught with PostgreSQL")]
    [InlineData(Backend, "MySQL instead of Postgres", "are taught with Postgres")]
    [InlineData(Backend, "Java instead of Python", "are taught with Python")]
    [InlineData(Backend, "C# instead of Python", "Say “I meant C# and .NET development”")]
    [InlineData(Backend, "GitLab CI instead of GitHub Actions", "teaches more than GitHub Actions")]
    [InlineData("I want to learn React", "Vue instead of React", "The catalogue has no plan with Vue")]
    [InlineData("I want to learn React", "Flow instead of TypeScript", "the catalogue has no guide for Flow", false)]
    [InlineData("I want to learn React", "Jest instead of Vitest", "teaches more than Vitest")]
    [InlineData("AWS 认证", "Azure instead of AWS", "整个计划都以 AWS 为主题")]
    [InlineData(DevOps, "GitLab CI instead of GitHub Actions", "teaches more than GitHub Actions")]
    [InlineData(DevOps, "Docker Swarm instead of Kubernetes", "are taught with Kubernetes")]
    [InlineData("machine learning", "TensorFlow instead of PyTorch", "are taught with PyTorch")]
    [InlineData("build a mobile app", "Flutter instead of React Native", "are taught with React Native")]
    [InlineData("build a mobile app", "React Native instead of Flutter", "is in the plan already, and nothing in it is called “Flutter”")]
    [InlineData("learn C#", "Java instead of C#", "the whole plan is about C#")]
    [InlineData("learn SQL", "MongoDB instead of SQL", "are taught with SQL")]
    [InlineData("Become a data analyst", "R instead of Python", "are taught with Python")]
    [InlineData("get into cybersecurity", "Windows instead of Linux", "are taught with Linux")]
    [InlineData("Learn Rust", "Go instead of Rust", "the whole plan is about Rust")]
    public async Task What_a_plan_is_built_on_cannot_be_exchanged_and_it_is_said_why(
        string goal, string feedback, string told, bool isRefused = true)
    {
        var before = await _outline.DesignAsync(OutlineCase.Request(goal));
        var plan = await EditAsync(goal, LearnerLevel.Beginner, feedback);

        if (!isRefused)
        {
            plan.Concepts.ShouldContain(concept => concept.ConceptId == "added-flow");
            return;
        }

        plan.Review!.Changed.ShouldBeFalse();
        plan.Review.Edits.ShouldHaveSingleItem().Text.ShouldContain(told);
        plan.Concepts.Select(concept => concept.ConceptId).ShouldBe(before.Concepts.Select(concept => concept.ConceptId));
    }

    [Theory]
    [InlineData(LearnerLevel.Beginner)]
    [InlineData(LearnerLevel.Intermediate)]
    [InlineData(LearnerLevel.Advanced)]
    [InlineData(LearnerLevel.Expert)]
    public async Task An_engine_is_not_exchanged_for_input_and_game_feel_at_any_level(LearnerLevel level)
    {
        var plan = await EditAsync("make games with Godot", level, "Unity instead of Godot");

        plan.Review!.Changed.ShouldBeFalse();
        plan.Review.Edits.ShouldHaveSingleItem().Text.ShouldContain("are taught with Godot, and would have to be written anew for Unity");
        plan.Concepts.ShouldNotContain(concept => concept.Name == "Unity");
    }

    [Fact]
    public async Task Guides_that_still_show_what_is_gone_are_named()
    {
        var plan = await EditAsync(Backend, LearnerLevel.Beginner, "Django instead of FastAPI");

        plan.Review!.Edits.Single().Text.ShouldBe(
            "Django takes the place of Web services with FastAPI. Examples stay as they are in: Testing with pytest, Monitoring and "
            + "observability.");
    }

    [Theory]
    [InlineData(Backend, "add Kubernetes",
        "Added Pods, Deployments and probes, which teaches Kubernetes, and what it builds on: Networking for operators, Cluster")]
    [InlineData(Backend, "加上容器编排", "Added Pods, Deployments and probes, which teaches Kubernetes")]
    [InlineData("成为 Python 后端工程师", "加 Kubernetes", "已增加 Pod、Deployment 与探针（讲授 Kubernetes），以及它所依赖的：运维网络基础、集群架构与控制循环。")]
    [InlineData(Backend, "add AWS",
        "Added Instances and auto scaling, which teaches AWS, and what it builds on: The cloud, accounts and regions")]
    [InlineData("learn C#", "add Docker", "Containers and deployment is in the plan already.")]
    [InlineData("I want to learn React", "add Git", "Packages, bundlers and Git is in the plan already.")]
    [InlineData("I want to learn React", "add React Native", "and what it builds on: How mobile apps work.")]
    public async Task A_topic_is_added_as_the_concept_that_teaches_it_with_what_the_plan_lacks(string goal, string feedback, string told)
    {
        var plan = await EditAsync(goal, LearnerLevel.Beginner, feedback);

        plan.Review!.Edits.ShouldHaveSingleItem().Text.ShouldContain(told);
        plan.Concepts.ShouldNotContain(concept => concept.ConceptId.StartsWith("added-"));
    }

    private async Task<RoadmapDocument> EditAsync(string goal, LearnerLevel level, string feedback)
    {
        var request = OutlineCase.Request(goal, level);
        return await _outline.EditAsync(await _outline.DesignAsync(request), request, feedback);
    }
}
