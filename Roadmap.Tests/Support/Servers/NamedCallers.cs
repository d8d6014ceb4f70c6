using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Roadmap.Tests.Support;

/// <summary>Believes whoever says who it is, so that tests of limits need no tokens.</summary>
internal sealed class NamedCallers : IStartupFilter
{
    public const string Header = "X-Test-User";

    public static void Add(IServiceCollection services) => services.AddTransient<IStartupFilter, NamedCallers>();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, go) =>
        {
            if (context.Request.Headers[Header].ToString() is { Length: > 0 } user)
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], Header));
            return go(context);
        });
        next(app);
    };
}
