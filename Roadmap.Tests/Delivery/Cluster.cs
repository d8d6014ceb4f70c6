using System.Collections.Immutable;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>The instances that a load balancer would know, of one installation of the published program.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly PublishedProgram _program;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private ImmutableList<PublishedServer> _instances = [];

    private Cluster(PublishedProgram program, IReadOnlyDictionary<string, string> settings)
    {
        _program = program;
        _settings = settings;
    }

    public IReadOnlyList<PublishedServer> Instances => _instances;

    public static async Task<Cluster> StartAsync(PublishedProgram program, int instances, IReadOnlyDictionary<string, string> settings)
    {
        var cluster = new Cluster(program, settings);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, instances).Select(_ => cluster.AddAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Three instances on one Redis; the last one reaches it through the proxy, when there is one.</summary>
    public static async Task<Cluster> StartAsync(PublishedProgram program, RedisServer redis, RedisProxy? proxy = null)
    {
        var cluster = await StartAsync(
            program, proxy is null ? 3 : 2, new Dictionary<string, string> { ["ConnectionStrings:Redis"] = redis.ConnectionString });
        try
        {
            if (proxy is not null)
                await cluster.AddAsync(KeyValuePair.Create("ConnectionStrings:Redis", proxy.ConnectionString));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more instance, with settings of its own beside those of all.</summary>
    public async Task<PublishedServer> AddAsync(params IEnumerable<KeyValuePair<string, string>> own)
    {
        var instance = await PublishedServer.StartAsync(_program, _settings.Concat(own));
        ImmutableInterlocked.Update(ref _instances, all => all.Add(instance));
        return instance;
    }

    /// <summary>SIGKILL. The clients find out before the load balancer does.</summary>
    public async Task KillAsync(PublishedServer instance)
    {
        await instance.KillAsync();
        Forget(instance);
        await instance.DisposeAsync();
    }

    /// <summary>SIGTERM, with the load balancer told before.</summary>
    public async Task StopAsync(PublishedServer instance)
    {
        Forget(instance);
        await using (instance)
            await instance.StopAsync();
    }

    /// <summary>An instance by chance, another than the last one when there is another.</summary>
    /// <exception cref="IOException">There is none, as when nobody listens.</exception>
    public Uri Pick(Random random, Uri? last = null)
    {
        var known = _instances;
        var others = known.RemoveAll(instance => instance.Address == last);
        var choice = others.IsEmpty ? known : others;
        return choice.IsEmpty ? throw new IOException("There is no instance.") : choice[random.Next(choice.Count)].Address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
    }

    private void Forget(PublishedServer instance) => ImmutableInterlocked.Update(ref _instances, all => all.Remove(instance));
}
