using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder.Extensions;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Hosting;

/// <summary>
/// The path under which a proxy serves this server beside others: the setting <c>PathBase</c>, such as <c>/roadmap</c>. The proxy passes it
/// on; whoever asks the instance itself, as for its health, may leave it out.
/// </summary>
internal sealed partial class PathPrefix : IValidateOptions<PathPrefix>
{
    public const string Setting = "PathBase";

    /// <summary>Default: none, and everything is at the root.</summary>
    public string Value { get; set; } = "";

    public ValidateOptionsResult Validate(string? name, PathPrefix options) => options.Value.Length == 0 || Form().IsMatch(options.Value)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"PathBase is '{options.Value}'. It is a path such as /roadmap: it begins with a slash, ends without "
            + "one, and has letters, digits, '-', '_', '.' and '~' between them.");

    [GeneratedRegex(@"^(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

internal static class PathPrefixServices
{
    public static IServiceCollection AddPathPrefix(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<PathPrefix>, PathPrefix>();
        services.AddOptions<PathPrefix>()
            .Configure<IConfiguration>((prefix, configuration) => prefix.Value = configuration[PathPrefix.Setting] ?? "")
            .ValidateOnStart();
        return services;
    }

    /// <summary>Goes before everything that looks at paths. The page's own links are relative to its folder, so it is sent there.</summary>
    public static void UsePathPrefix(this WebApplication app)
    {
        PathString prefix = app.Services.GetRequiredService<IOptions<PathPrefix>>().Value.Value;
        if (!prefix.HasValue)
            return;
        // Not UsePathBase, which also routes there and then: nothing has been decided yet of how a request is routed.
        app.UseMiddleware<UsePathBaseMiddleware>(prefix);
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (request.Path.HasValue || !request.PathBase.HasValue)
                return next(context);
            context.Response.Redirect($"{request.PathBase}/{request.QueryString}", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
    }
}
