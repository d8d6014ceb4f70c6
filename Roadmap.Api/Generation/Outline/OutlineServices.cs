using Microsoft.Extensions.DependencyInjection.Extensions;
using Roadmap.Api.Generation.Outline.Editing;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation.Outline;

internal static class OutlineServices
{
    /// <summary>
    /// The generator that works without network and model. The catalogue is read here, so that a fault in it stops the program before
    /// it serves anything.
    /// </summary>
    public static IServiceCollection AddOutlineGenerator(this IServiceCollection services)
    {
        services.AddChecked<GenerationOptions>(GenerationOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(CurriculumCatalogue.Shipped);
        services.AddSingleton<PlanShortening>();
        services.AddSingleton<PlanSettling>();
        services.AddSingleton<PlanDesign>();
        services.AddSingleton<PlanNames>();
        services.AddSingleton<PlanRemovals>();
        services.AddSingleton<PlanAdditions>();
        services.AddSingleton<PlanWeights>();
        services.AddSingleton<PlanTimes>();
        services.AddSingleton<PlanLevels>();
        services.AddSingleton<PlanOrder>();
        services.AddSingleton<PlanEditing>();
        services.AddSingleton<ContentWriting>();
        services.AddSingleton<OutlineRoadmapGenerator>();
        services.AddSingleton<IRoadmapGenerator>(provider => provider.GetRequiredService<OutlineRoadmapGenerator>());
        services.AddSingleton<IReviewPreview>(provider => provider.GetRequiredService<OutlineRoadmapGenerator>());
        return services;
    }
}
