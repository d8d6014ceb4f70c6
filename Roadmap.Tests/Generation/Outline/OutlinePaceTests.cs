using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Outline;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlinePaceTests
{
    [Fact]
    public async Task A_call_that_waits_for_its_pace_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var generator = OutlineCase.Create(new GenerationOptions { Pace = TimeSpan.FromMinutes(1) }, TimeProvider.System);

        var call = generator.AnalyzeIntentAsync(OutlineCase.Request("Rust"), cancellation.Token);
        call.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Each_call_waits_for_the_pace_by_the_given_clock()
    {
        var clock = new InstantTime();
        var generator = OutlineCase.Create(new GenerationOptions { Pace = TimeSpan.FromSeconds(10) }, clock);
        var request = OutlineCase.Request("Rust");

        var intent = await generator.AnalyzeIntentAsync(request, CancellationToken.None);
        var plan = await generator.DesignCurriculumAsync("roadmap-1", request, intent, CancellationToken.None);
        await generator.WriteTutorialAsync(plan, plan.Concepts.First(), _ => Task.CompletedTask, CancellationToken.None);

        clock.Waits.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(8)]);
    }

    [Theory]
    [InlineData("Generation:Pace", "-00:00:01", "00:00:02")]
    [InlineData("Generation:Pace", "00:01:01", "00:00:02")]
    [InlineData("Generation:Parallelism", "0", "for example 3")]
    [InlineData("Generation:Parallelism", "33", "for example 3")]
    public void A_wrong_setting_is_named_with_a_good_value(string setting, string value, string good)
    {
        using var services = Services(new() { [setting] = value });

        var failure = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<GenerationOptions>>().Value);
        failure.Message.ShouldContain(setting);
        failure.Message.ShouldContain(good);
    }

    [Fact]
    public async Task The_registration_gives_a_generator_that_works()
    {
        using var services = Services(new() { ["Generation:Pace"] = "00:00:00", ["Generation:Parallelism"] = "8" });

        var intent = await services.GetRequiredService<IRoadmapGenerator>()
            .AnalyzeIntentAsync(OutlineCase.Request("Rust"), CancellationToken.None);

        intent.Subject.ShouldBe("rust-systems");
        services.GetRequiredService<IOptions<GenerationOptions>>().Value.Parallelism.ShouldBe(8);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddOutlineGenerator()
            .BuildServiceProvider();

    /// <summary>A clock on which every wait is over at once, and is noted.</summary>
    private sealed class InstantTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
