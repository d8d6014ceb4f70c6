using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Roadmap.Api.Pipeline;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Hosting;

/// <summary>Whose word is taken for who the caller is: the section <c>ForwardedHeaders</c>.</summary>
internal sealed class TrustedProxies : IValidateOptions<TrustedProxies>
{
    public const string Section = "ForwardedHeaders";

    private static readonly string[] s_loopback = ["127.0.0.0/8", "::1"];

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/24</c>) of the proxies in front of this server, a list, or one text with
    /// commas. From anyone else <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are passed over. Absent: this machine's own,
    /// <c>127.0.0.0/8</c> and <c>::1</c>.
    /// </summary>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];

    public ValidateOptionsResult Validate(string? name, TrustedProxies options)
    {
        var wrong = options.KnownProxies.Where(text => !IsNetwork(text)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"ForwardedHeaders:KnownProxies holds '{string.Join("', '", wrong)}'. It lists addresses, such "
                + "as 10.0.0.7, and networks, such as 10.0.0.0/24.");
    }

    public void CopyTo(ForwardedHeadersOptions forwarded)
    {
        // Not the host's name: proxies pass that on in Host, where a client cannot put in a word of its own beside it.
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Every hop must be a known proxy, however many there are.
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var text in KnownProxies.Count == 0 ? s_loopback : KnownProxies)
            forwarded.KnownIPNetworks.Add(ToNetwork(text));
    }

    private static bool IsNetwork(string text) => IPAddress.TryParse(text, out _) || System.Net.IPNetwork.TryParse(text, out _);

    private static System.Net.IPNetwork ToNetwork(string text) =>
        IPAddress.TryParse(text, out var address)
            ? new System.Net.IPNetwork(address, 8 * address.GetAddressBytes().Length)
            : System.Net.IPNetwork.Parse(text);
}

internal static class TrustedProxyServices
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddChecked<TrustedProxies>(TrustedProxies.Section).Configure<IConfiguration>((proxies, configuration) =>
            proxies.KnownProxies =
                proxies.KnownProxies.WithLine(configuration, $"{TrustedProxies.Section}:{nameof(TrustedProxies.KnownProxies)}"));
        services.AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<TrustedProxies>>((forwarded, proxies) => proxies.Value.CopyTo(forwarded));
        return services;
    }
}
