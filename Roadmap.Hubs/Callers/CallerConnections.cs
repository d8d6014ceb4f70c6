using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Callers;

/// <summary>
/// How many connections each user and each address has on this instance. A place is taken for a connection, and given back when the
/// connection goes, whichever way that is.
/// </summary>
internal sealed class CallerConnections(IOptions<LimitsOptions> limits)
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, CallerKey> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ofUsers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ofAddresses = new(StringComparer.Ordinal);

    /// <summary>Places that are taken: for tests, which see them all given back.</summary>
    public int Taken
    {
        get
        {
            lock (_changing)
                return _places.Count;
        }
    }

    /// <summary>Null when the connection has its place; else what is said to one too many.</summary>
    public string? TryTake(string connectionId, CallerKey caller)
    {
        var (ofUser, ofAddress) = (limits.Value.ConnectionsPerUser, limits.Value.ConnectionsPerAddress);
        lock (_changing)
        {
            if (IsFull(_ofUsers, caller.User, ofUser))
                return $"One user may have {ofUser} connections here. Close one, or try again later.";
            if (IsFull(_ofAddresses, caller.Address, ofAddress))
                return $"One address may have {ofAddress} connections here. Close one, or try again later.";
            if (_places.TryAdd(connectionId, caller))
            {
                Count(_ofUsers, caller.User, +1);
                Count(_ofAddresses, caller.Address, +1);
            }

            return null;
        }
    }

    /// <summary>Nothing when it has none.</summary>
    public void GiveBack(string connectionId)
    {
        lock (_changing)
        {
            if (!_places.Remove(connectionId, out var caller))
                return;
            Count(_ofUsers, caller.User, -1);
            Count(_ofAddresses, caller.Address, -1);
        }
    }

    private static bool IsFull(Dictionary<string, int> counts, string? key, int limit) =>
        key is not null && limit > 0 && counts.GetValueOrDefault(key) >= limit;

    private static void Count(Dictionary<string, int> counts, string? key, int by)
    {
        if (key is null)
            return;
        var count = counts.GetValueOrDefault(key) + by;
        if (count == 0)
            counts.Remove(key);
        else
            counts[key] = count;
    }
}
