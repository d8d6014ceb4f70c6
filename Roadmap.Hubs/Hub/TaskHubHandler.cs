using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.HubProtocols;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// SignalR's handler of connections, for this hub alone: with protocols and log words of its own. The host's other hubs keep theirs.
/// </summary>
internal sealed class TaskHubHandler(
    HubLifetimeManager<TaskProgressHub> manager,
    TaskHubProtocols protocols,
    IOptions<HubOptions> allHubs,
    IOptions<HubOptions<TaskProgressHub>> hub,
    ILoggerFactory loggers,
    IUserIdProvider users,
    IServiceScopeFactory scopes)
    : HubConnectionHandler<TaskProgressHub>(manager, protocols, allHubs, hub, new QuietDispatcher(loggers), users, scopes)
{
    /// <summary>
    /// The dispatcher logs every <see cref="HubException"/> as an error with its stack. A refusal is no error, and <see cref="HubErrors"/>
    /// logs what is.
    /// </summary>
    private sealed class QuietDispatcher(ILoggerFactory loggers) : ILoggerFactory
    {
        private const string Dispatcher = "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher";

        public ILogger CreateLogger(string categoryName) =>
            categoryName == Dispatcher ? NullLogger.Instance : loggers.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

        /// <summary>The host's own, which lives on.</summary>
        public void Dispose()
        {
        }
    }
}
