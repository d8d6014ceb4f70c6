using Roadmap.Api.EventLog;
using Roadmap.Api.Roadmaps;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Roadmaps;

public sealed class GenerateRoadmapTests : IAsyncLifetime
{
    private static readonly GenerateRoadmapBody s_body = new()
    {
        Preferences = new LearnerPreferences
        {
            LearningGoal = " 学习 Rust 系统编程 ",
            CurrentLevel = LearnerLevel.Beginner,
            AvailableHoursPerWeek = 8,
        },
    };

    private readonly TempFolder _folder = new();
    private GenerationServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await GenerationServer.StartAsync(_folder.File("roadmap.db"), new ScriptedGenerator(), works: false);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_makes_a_task_of_the_server_itself()
    {
        var created = (await SendAsync(s_body with { UserId = "ada" })).ShouldBeOfType<CreateResult.Created>().State;

        (created.Kind, created.Origin, created.Owner, created.Title)
            .ShouldBe((TaskKinds.RoadmapGeneration, TaskOrigin.Workflow, "ada", "学习 Rust 系统编程"));
        (created.Status, created.CurrentStep, created.Seq).ShouldBe((TaskRunStatus.Pending, TaskSteps.Queued, 0L));
        Guid.Parse(created.TaskId).Version.ShouldBe(7);
        (await _server.Leases.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([created.TaskId]);
    }

    [Fact]
    public async Task A_long_goal_is_cut_for_the_title_but_never_in_half_a_character()
    {
        var goal = new string('x', 78) + "😀😀";

        var created = (await SendAsync(With(p => p with { LearningGoal = goal }))).ShouldBeOfType<CreateResult.Created>().State;

        created.Title.ShouldBe(new string('x', 78) + "…");
    }

    [Fact]
    public async Task The_same_request_again_finds_the_first_one_under_either_name_of_its_members()
    {
        var body = s_body with { TaskId = "mine" };
        (await SendAsync(body)).ShouldBeOfType<CreateResult.Created>();

        (await SendAsync(body)).ShouldBeOfType<CreateResult.Repeated>();
        (await SendAsync(body with { Preferences = body.Preferences! with { AvailableHoursPerWeek = null, WeeklyHours = 8 } }))
            .ShouldBeOfType<CreateResult.Repeated>();
        (await SendAsync(body with { RequireReview = false })).ShouldBeOfType<CreateResult.Taken>();
        (await SendAsync(body with { UserId = "eve" })).ShouldBeOfType<CreateResult.Taken>();
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        await RefusesAsync(new GenerateRoadmapBody { TaskId = "a b", UserId = "" }, "task_id", "user_id", "preferences");
        await RefusesAsync(
            s_body with
            {
                Preferences = new LearnerPreferences { LearningGoal = "  ", PrimaryLanguage = "de_AT!", ContentPreference = [""] },
            },
            "preferences.learning_goal", "preferences.current_level", "preferences.available_hours_per_week",
            "preferences.content_preference", "preferences.primary_language");
        await RefusesAsync(With(p => p with { LearningGoal = new string('x', 2_001) }), "preferences.learning_goal");
        await RefusesAsync(With(p => p with { Motivation = new string('x', 2_001) }), "preferences.motivation");
        await RefusesAsync(s_body with { TaskId = "generate" }, "task_id");
    }

    [Theory]
    [InlineData(0.5, null, "preferences.available_hours_per_week")]
    [InlineData(168.5, null, "preferences.available_hours_per_week")]
    [InlineData(null, 0.0, "preferences.weekly_hours")]
    [InlineData(8.0, 9.0, "preferences.weekly_hours")]
    public Task Hours_are_from_1_to_168_and_one_number(double? hours, double? weekly, string path) =>
        RefusesAsync(With(p => p with { AvailableHoursPerWeek = hours, WeeklyHours = weekly }), path);

    [Fact]
    public async Task Two_names_that_say_the_same_are_no_contradiction()
    {
        (await SendAsync(With(p => p with { WeeklyHours = 8, ContentPreference = ["video"], LearningStyle = ["video"] })))
            .ShouldBeOfType<CreateResult.Created>();
        await RefusesAsync(With(p => p with { ContentPreference = ["video"], LearningStyle = ["text"] }), "preferences.learning_style");
    }

    [Fact]
    public Task A_deadline_is_in_the_future() =>
        RefusesAsync(With(p => p with { TargetDeadline = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) }),
            "preferences.target_deadline");

    private static GenerateRoadmapBody With(Func<LearnerPreferences, LearnerPreferences> change) =>
        s_body with { Preferences = change(s_body.Preferences!) };

    private Task<CreateResult> SendAsync(GenerateRoadmapBody body) => _server.Mediator.Send(
        new GenerateRoadmap(body) { Caller = Caller.Unrestricted });

    private async Task RefusesAsync(GenerateRoadmapBody body, params string[] paths)
    {
        var refused = await Should.ThrowAsync<RequestRefusedException>(() => SendAsync(body));
        refused.Code.ShouldBe(ErrorCodes.InvalidRequest);
        refused.Errors.Select(error => error.Path).ShouldBe(paths);
    }
}
