using FluentValidation;
using MediatR;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Pipeline;

/// <summary>
/// The one place where the mediator is put together. Everything it calls is found by scanning this assembly and the hubs' once, at the
/// start, and is a singleton: nothing is made for a single request, and so nothing that it calls may be scoped.
/// </summary>
internal static class MediatorServices
{
    private static readonly Type[] s_called = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>)];

    public static IServiceCollection AddMediatorPipeline(this IServiceCollection services)
    {
        services.AddSingleton<ServiceFactory>(provider => provider.GetService!);
        services.AddSingleton<IMediator, Mediator>();
        services.AddSingleton(typeof(IPipelineBehavior<,>), typeof(TracingBehavior<,>));
        services.AddSingleton(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));

        foreach (var type in typeof(MediatorServices).Assembly.GetTypes().Concat(typeof(IReadFromJson).Assembly.GetTypes()))
            AddHandler(services, type);

        JsonPaths.NameFailures();
        return services.AddValidatorsFromAssemblies(
            [typeof(MediatorServices).Assembly, typeof(IReadFromJson).Assembly], ServiceLifetime.Singleton, includeInternalTypes: true);
    }

    internal static void AddHandler(IServiceCollection services, Type type)
    {
        if (type is not { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
            return;

        var roles = type.GetInterfaces().Where(role => role.IsGenericType && s_called.Contains(role.GetGenericTypeDefinition())).ToList();
        if (roles.Count == 0)
            return;

        // One instance, whatever number of requests and notifications it handles.
        services.AddSingleton(type);
        foreach (var role in roles)
            services.AddSingleton(
                role, provider => IsListener(type, role) ? Listening(provider, type, role) : provider.GetRequiredService(type));
    }

    /// <summary>The hubs' own handlers push to the watchers: who may have missed something is cut. All others only listen.</summary>
    private static bool IsListener(Type type, Type role) =>
        role.GetGenericTypeDefinition() == typeof(INotificationHandler<>) && type.Assembly != typeof(IReadFromJson).Assembly;

    private static object Listening(IServiceProvider provider, Type type, Type role) => ActivatorUtilities.CreateInstance(
        provider, typeof(Listener<>).MakeGenericType(role.GetGenericArguments()), provider.GetRequiredService(type));
}
