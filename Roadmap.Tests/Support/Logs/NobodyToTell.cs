using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;

namespace Roadmap.Tests.Support;

internal static class NobodyToTell
{
    /// <summary>Those whom a log tells what has changed, when it is there without the rest of the host: nobody listens to them.</summary>
    public static IServiceCollection AddNobodyToTell(this IServiceCollection services) => services
        .AddSingleton<ServiceFactory>(provider => provider.GetService!)
        .AddSingleton<IMediator, Mediator>()
        .AddSingleton<HubsMetrics>()
        .AddSingleton(provider => new ListCounts(reachesOthers: false, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ITaskChanges, TaskChanges>();
}
