using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Roadmap.Hubs.Callers;

/// <summary>For whom limits count.</summary>
/// <param name="User">The user whom the caller has proved to be; null when it has proved nothing.</param>
/// <param name="Address">
/// The address from which it calls; null when that is a known proxy's, behind which there may be anybody. Of IPv6 the network of 64 bits,
/// all of whose addresses one household has.
/// </param>
public readonly record struct CallerKey(string? User, string? Address)
{
    /// <summary>By what its calls are counted: the user, or else the address. Null when it is not counted.</summary>
    public string? Key => User is not null ? $"user {User}" : Address is not null ? $"address {Address}" : null;
}

/// <summary>Tells who calls. What a proxy says of that is taken before, and from known proxies only.</summary>
public sealed class CallerKeys(IOptions<ForwardedHeadersOptions> forwarded)
{
    private const string Subject = "sub";
    private const int NetworkBytes = 8;

    /// <param name="context">Of the call, or of the connection's first; null when a connection has none, and so counts for nobody.</param>
    public CallerKey Of(HttpContext? context) =>
        context is null ? default : new(UserOf(context.User), AddressOf(context.Connection.RemoteIpAddress));

    private static string? UserOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true }
        ? user.FindFirstValue(Subject) ?? user.FindFirstValue(ClaimTypes.NameIdentifier)
        : null;

    private string? AddressOf(IPAddress? address)
    {
        if (address is null)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IsProxy(address))
            return null;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        Span<byte> bytes = stackalloc byte[2 * NetworkBytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private bool IsProxy(IPAddress address)
    {
        var known = forwarded.Value;
        if (known.KnownProxies.Contains(address))
            return true;
        foreach (var network in known.KnownIPNetworks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
