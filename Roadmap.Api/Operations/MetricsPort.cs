using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Roadmap.Api.Rest;
using Roadmap.Contracts;

namespace Roadmap.Api.Operations;

/// <summary>
/// The figures on a port of their own, which the network need not let others to: <c>Metrics:Urls</c>. Then the figures are there alone, and
/// nothing else is.
/// </summary>
internal static class MetricsPort
{
    /// <summary>
    /// Addresses like those of <c>Urls</c>, on ports that those do not have. Default: none, and the figures are on all ports.
    /// </summary>
    private const string Setting = "Metrics:Urls";

    private const char Separator = ';';

    private static readonly ProblemResult s_notHere = new(ErrorCodes.NotFound, "There is no such path.");

    /// <summary>Has the server listen there too.</summary>
    public static void ListenForMetrics(this WebApplicationBuilder builder)
    {
        var own = Split(builder.Configuration[Setting]);
        if (own.Length == 0)
            return;
        var main = Split(builder.Configuration[WebHostDefaults.ServerUrlsKey]);
        var ports = own.Select(PortOf).ToFrozenSet();
        if (ports.Overlaps(main.Select(PortIn)))
            throw Refused($"Metrics:Urls is '{string.Join(Separator, own)}', and Urls has one of its ports, too. Name a port of its own.");
        builder.WebHost.UseUrls([.. main, .. own]);
        builder.Services.AddSingleton(new Ports(ports));
    }

    /// <summary>Goes before everything that answers.</summary>
    public static IApplicationBuilder UseMetricsPort(this WebApplication app) => app.Services.GetService<Ports>() is { } own
        ? app.Use((context, next) => own.Numbers.Contains(context.Connection.LocalPort) == IsForMetrics(context.Request)
            ? next(context)
            : s_notHere.ExecuteAsync(context))
        : app;

    /// <summary>As the routing takes paths: a slash at the end is none.</summary>
    private static bool IsForMetrics(HttpRequest request) =>
        request.Path.StartsWithSegments(Routes.Metrics, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is "" or "/";

    private static string[] Split(string? urls) =>
        urls?.Split([Separator, ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static int PortOf(string url) => PortIn(url) is > 0 and var port
        ? port
        : throw Refused($"Metrics:Urls holds '{url}'. It lists addresses to listen at, each with a port: http://127.0.0.1:9464.");

    /// <summary>0 where there is none.</summary>
    private static int PortIn(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { IsUnixPipe: false, IsNamedPipe: false } address ? address.Port : 0;
        }
        catch (FormatException)
        {
            return 0;
        }
    }

    private static OptionsValidationException Refused(string message) => new(Setting, typeof(string), [message]);

    private sealed record Ports(FrozenSet<int> Numbers);
}
