using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.HubProtocols;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.RawSockets;
using Roadmap.Hubs.Subscriptions;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs;

/// <summary>The live edge, as the host takes it in.</summary>
public static class HubsServices
{
    /// <summary>
    /// So long SignalR may wait for one write of its own, which stands behind one of an outbox. The outbox knows who takes nothing; this
    /// must only be longer than a slow client takes for the largest message.
    /// </summary>
    private static readonly TimeSpan s_slowestWrite = TimeSpan.FromMinutes(10);

    public static IServiceCollection AddTaskHub(this IServiceCollection services)
    {
        services.AddChecked<LimitsOptions>(LimitsOptions.Section);
        services.AddChecked<FanOutOptions>(FanOutOptions.Section);

        // For this hub alone: the host may have others.
        services.AddSignalR().AddHubOptions<TaskProgressHub>(hub =>
        {
            // The outboxes keep clients from losing patience. SignalR's own pings go through two pipes and another thread, also to those
            // who hear events.
            hub.KeepAliveInterval = TimeSpan.MaxValue;
            // Clients ping twice as often; who is silent for so long has gone.
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.SupportedProtocols = [WireHubProtocol.Json, PackedHubProtocol.MessagePack];
            // The first stands around the second.
            hub.AddFilter<HubErrors>();
            hub.AddFilter<HubRates>();
        });
        services.AddSingleton<WireHubProtocol>();
        services.AddSingleton<PackedHubProtocol>();
        services.AddSingleton<TaskHubProtocols>();
        services.AddSingleton<HubConnectionHandler<TaskProgressHub>, TaskHubHandler>();
        services.AddTransient(
            provider => new TaskProgressHub(
                provider.GetRequiredService<IMediator>(), provider.GetRequiredService<HubConnections>(),
                provider.GetRequiredService<ConnectionCallers>()));

        services.AddSingleton<CallerKeys>();
        services.AddSingleton<CallerRates>();
        services.AddSingleton<CallerConnections>();
        services.AddSingleton<HubErrors>();
        services.TryAddSingleton<ICallers, UnknownCallers>();
        services.AddSingleton<HubRates>();
        services.AddSingleton<HubsMetrics>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<TaskConnections>();
        services.AddSingleton<ConnectionCallers>();
        services.AddHostedService<CallerWatch>();
        services.AddSingleton<ConnectionDraining>();
        services.AddSingleton<IDraining>(provider => provider.GetRequiredService<ConnectionDraining>());
        services.AddSingleton<RawSocketServer>();
        services.AddSingleton<EventStreamServer>();
        services.AddSingleton<StreamServices>();
        services.AddSingleton<StreamSessions>();
        services.AddSingleton<UnknownTasks>();
        services.AddSingleton<ITaskArrivals>(provider => provider.GetRequiredService<UnknownTasks>());
        services.AddHostedService(provider => provider.GetRequiredService<UnknownTasks>());
        services.AddSingleton(provider =>
            new ListCounts(provider.GetRequiredService<HubBackplane>().ReachesOtherInstances, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHubGroups, HubGroups>();
        services.AddSingleton<ListWatches>();
        services.AddSingleton<TaskChanges>();
        services.AddSingleton<ITaskChanges>(provider => provider.GetRequiredService<TaskChanges>());
        services.AddHostedService<LiveListService>();
        services.AddSingleton<UnsendableEvents>();
        services.TryAddSingleton(new BackplaneFactory((provider, _) =>
            new DefaultHubLifetimeManager<TaskProgressHub>(
                provider.GetRequiredService<ILogger<DefaultHubLifetimeManager<TaskProgressHub>>>())));
        services.AddSingleton(provider => new HubBackplane(
            provider.GetRequiredService<BackplaneFactory>().Create(provider, provider.GetRequiredService<TaskHubProtocols>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HubBackplane>>()));
        services.AddSingleton<TaskGroupLifetimeManager>();
        services.AddSingleton<HubLifetimeManager<TaskProgressHub>>(provider => provider.GetRequiredService<TaskGroupLifetimeManager>());
        services.AddSingleton<TaskGroups>();
        services.AddSingleton<ITaskFanOut>(provider => provider.GetRequiredService<ConnectionRegistry>());
        services.AddSingleton(provider => new TimedLogReader(provider.GetRequiredService<ITaskLogReader>(), TimeProvider.System));
        services.TryAddSingleton<IEarlierRuns, NoEarlierRuns>();
        services.AddSingleton<ReplayTurns>();
        services.AddSingleton<TaskFeeds>();
        services.AddSingleton<ITaskPins>(provider => provider.GetRequiredService<TaskFeeds>());
        services.AddHostedService(provider => provider.GetRequiredService<TaskFeeds>());
        services.AddHostedService<QuietFeeds>();
        services.AddHostedService<StalledWriteWatch>();
        return services;
    }

    /// <summary>
    /// Carries between instances what the host sends to the task hub by <c>IHubContext</c>: to all, users, connections and groups, and the
    /// answers of clients. Without it, that reaches the connections of this instance. Events of tasks never go by it.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="create">
    /// Makes a manager that scales out, such as <c>RedisHubLifetimeManager</c>, with the hub's own protocols in the place of the registered
    /// ones. A join that it fails is tried again once a second.
    /// </param>
    public static IServiceCollection AddTaskHubBackplane(
        this IServiceCollection services, Func<IServiceProvider, IHubProtocolResolver, HubLifetimeManager<TaskProgressHub>> create) =>
        services.Replace(ServiceDescriptor.Singleton(new BackplaneFactory(create)));

    public static IEndpointRouteBuilder MapTaskHub(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<TaskProgressHub>(Routes.Hub, hub =>
        {
            hub.TransportSendTimeout = s_slowestWrite;
            hub.WebSockets.SubProtocolSelector = offered => SocketProtocols.Choose(offered)!;
        });
        // Over HTTP/2 a WebSocket begins with a CONNECT.
        routes.MapMethods(Routes.RawSocket, [HttpMethods.Get, HttpMethods.Connect],
            (HttpContext context, RawSocketServer sockets) => sockets.ServeAsync(context))
            .ExcludeFromDescription().WithMetadata(new RawSocketMetadata());
        return routes;
    }

    /// <summary>Goes before everything that may refuse a request: a WebSocket is refused by a close code.</summary>
    public static IApplicationBuilder UseTaskSockets(this IApplicationBuilder app) => app
        .Use((context, next) =>
        {
            EventStreamHeaders.Expect(context);
            return TaskSockets.Offer(context) is { } socket ? socket.ServeAsync(context, next, TaskSockets.CloseLimit) : next(context);
        })
        .UseWebSockets()
        .UseMiddleware<TaskSockets>();

    private sealed record BackplaneFactory(Func<IServiceProvider, IHubProtocolResolver, HubLifetimeManager<TaskProgressHub>> Create);
}
