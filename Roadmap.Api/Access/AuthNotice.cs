using Microsoft.Extensions.Options;

namespace Roadmap.Api.Access;

/// <summary>Says at every start who may do everything, if not only those who may.</summary>
internal sealed class AuthNotice(IOptions<AuthOptions> auth, ILogger<AuthNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (auth.Value.IsOpenToThisMachine)
            logger.OpenToThisMachine();
        else if (auth.Value.Mode == AuthMode.None)
            logger.AuthenticationOff();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
