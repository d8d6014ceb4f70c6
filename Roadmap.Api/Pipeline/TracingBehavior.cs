using MediatR;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Pipeline;

/// <summary>Every request is a span, named after it. Around the validation, so that what is refused there is seen too.</summary>
internal sealed class TracingBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        HubsTraces.Source.HasListeners() ? TraceAsync(next) : next();

    private static async Task<TResponse> TraceAsync(RequestHandlerDelegate<TResponse> next)
    {
        using var span = ApiTraces.Request(typeof(TRequest).Name);
        try
        {
            return await next();
        }
        catch (Exception e) when (e is not RequestRefusedException)
        {
            span.Failed(e);
            throw;
        }
    }
}
