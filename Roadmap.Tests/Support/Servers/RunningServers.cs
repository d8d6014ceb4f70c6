using System.Collections.Concurrent;
using System.Text;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;

namespace Roadmap.Tests.Support;

/// <summary>
/// The servers that run in this process, so that a wait that comes to nothing can say how their feeds, outboxes and members stood.
/// </summary>
internal static class RunningServers
{
    /// <summary>Of one server: none leaves out another, as they are in no order.</summary>
    private const int MaxCharacters = 10_000;

    private static readonly ConcurrentDictionary<Tracked, bool> s_servers = new();

    /// <summary>From here until it is disposed of, the server is described.</summary>
    /// <param name="name">Such as its address.</param>
    /// <param name="services">Of the server.</param>
    public static IDisposable Track(string name, IServiceProvider services)
    {
        var server = new Tracked(name, services);
        s_servers[server] = true;
        return server;
    }

    public static string Describe()
    {
        var text = new StringBuilder();
        foreach (var server in s_servers.Keys)
        {
            var state = ObjectState.Describe(server.Parts());
            text.AppendLine($"== server {server.Name}");
            text.AppendLine(state.Length <= MaxCharacters ? state : $"{state[..MaxCharacters]}…");
        }

        return text.ToString();
    }

    private sealed class Tracked(string name, IServiceProvider services) : IDisposable
    {
        public string Name => name;

        public IEnumerable<object> Parts()
        {
            Type[] parts = [typeof(TaskFeeds), typeof(ConnectionRegistry), typeof(TaskGroups), typeof(TaskConnections)];
            foreach (var part in parts)
            {
                if (Find(part) is { } found)
                    yield return found;
            }
        }

        public void Dispose() => s_servers.TryRemove(this, out _);

        private object? Find(Type part)
        {
            try
            {
                return services.GetService(part);
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }
}
