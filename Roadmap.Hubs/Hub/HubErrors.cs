using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Hub;

/// <summary>Makes of every refusal a <see cref="HubException"/> whose text is <c>code: sentence</c>.</summary>
internal sealed class HubErrors(ILogger<TaskProgressHub> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var time = new EvenTime();
        try
        {
            return await next(invocationContext);
        }
        catch (OperationCanceledException e) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw new HubException($"{ErrorCodes.InternalError}: The connection has gone.", e);
        }
        catch (Exception e) when (e is not HubException)
        {
            var refusal = Refusal.Of(e, "The call");
            if (refusal.IsFault)
                logger.HubCallFailed(e, invocationContext.HubMethodName);
            if (refusal.Code == ErrorCodes.TaskNotFound)
                await time.FillAsync(invocationContext.Context.ConnectionAborted);
            throw new HubException($"{refusal.Code}: {refusal.Message}", e);
        }
    }
}
