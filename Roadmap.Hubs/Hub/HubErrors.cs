using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Log;

namespace Roadmap.Hubs.Hub;

/// <summary>Makes of every refusal a <see cref="HubException"/> whose text is <c>code: sentence</c>. An exception's own text never reaches a client.</summary>
internal sealed class HubErrors(ILogger<TaskProgressHub> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (RequestRefusedException e)
        {
            throw new HubException($"{e.Code}: {e.Message}", e);
        }
        catch (LogUnavailableException e)
        {
            throw new HubException($"{ErrorCodes.LogUnavailable}: {LogUnavailableException.ForPeople}", e);
        }
        catch (OperationCanceledException e) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw new HubException($"{ErrorCodes.InternalError}: The connection has gone.", e);
        }
        catch (Exception e) when (e is not HubException)
        {
            HubsLog.HubCallFailed(logger, e, invocationContext.HubMethodName);
            throw new HubException($"{ErrorCodes.InternalError}: The call failed through a fault of the server.", e);
        }
    }
}
