using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenAI;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation.Chat;

internal static class ChatServices
{
    /// <summary>The SDK wants a key; endpoints that ask for none do not look at it.</summary>
    private const string NoKey = "none";

    /// <summary>
    /// The generator that asks a language model, when <c>Generation:Endpoint</c> names one. It stands in front of the outline generator,
    /// and is added after it.
    /// </summary>
    public static IServiceCollection AddChatGenerator(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<ModelOptions>(ModelOptions.Section);
        if (string.IsNullOrEmpty(configuration[$"{GenerationOptions.Section}:{nameof(ModelOptions.Endpoint)}"]))
            return services;

        services.AddSingleton<TokenBudget>();
        services.AddSingleton(Client);
        services.AddSingleton<StructuredChat>();
        services.AddSingleton<ModelFeedback>();
        services.AddSingleton<ChatRoadmapGenerator>();
        services.Replace(ServiceDescriptor.Singleton<IRoadmapGenerator>(provider => provider.GetRequiredService<ChatRoadmapGenerator>()));
        services.Replace(ServiceDescriptor.Singleton<IReviewPreview>(provider => provider.GetRequiredService<ChatRoadmapGenerator>()));
        return services;
    }

    private static IChatClient Client(IServiceProvider provider)
    {
        var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
        var generation = provider.GetRequiredService<IOptions<GenerationOptions>>().Value;
        var client = new OpenAIClient(new ApiKeyCredential(model.ApiKey ?? NoKey), new OpenAIClientOptions
        {
            Endpoint = model.Endpoint,
            // Silence is watched where the answer is heard.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ModelRetryPolicy(generation.RetryDelay, provider.GetRequiredService<TimeProvider>()),
        });
        return client.GetChatClient(model.Model).AsIChatClient();
    }
}
