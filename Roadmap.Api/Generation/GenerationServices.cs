using Microsoft.Extensions.DependencyInjection.Extensions;
using Roadmap.Api.Generation.Recovery;
using Roadmap.Api.Generation.Running;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation;

internal static class GenerationServices
{
    /// <summary>
    /// The workflow that makes roadmaps, and the worker that runs it. What is asked of it comes through the pipeline; a generator is added
    /// apart.
    /// </summary>
    public static IServiceCollection AddGeneration(this IServiceCollection services)
    {
        services.AddChecked<GenerationOptions>(GenerationOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<GenerationDraining>();
        services.AddSingleton<IDraining>(provider => provider.GetRequiredService<GenerationDraining>());
        services.AddSingleton<GenerationMemory>();
        services.AddSingleton<RoadmapWorkflow>();
        services.AddHostedService<GenerationWorker>();
        services.AddHostedService<LostGenerationWatch>();
        return services;
    }
}
