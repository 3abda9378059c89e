using AiGateway.FakeProvider.Anthropic;
using AiGateway.FakeProvider.Azure;
using AiGateway.FakeProvider.Bedrock;
using AiGateway.FakeProvider.Gemini;
using AiGateway.FakeProvider.Media;
using AiGateway.FakeProvider.Objects;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Realtime;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider;

/// <summary>All endpoints, those with the narrowest addresses first.</summary>
internal static class Routes
{
    public static void AddRoutes(this IServiceCollection services)
    {
        services.AddSingleton<IRoute, AnthropicRoute>();
        services.AddSingleton<AwsAccess>();
        services.AddSingleton<IRoute, BedrockRoute>();
        services.AddSingleton<GivenTokens>();
        services.AddSingleton<IRoute, GeminiRoute>();
        services.AddSingleton<IRoute, TokenRoute>();
        services.AddSingleton<IRoute, AzureRoute>();
        services.AddSingleton<IRoute, ImageRoute>();
        services.AddSingleton<IRoute, TranscriptionRoute>();
        services.AddSingleton<IRoute, SpeechRoute>();
        services.AddSingleton<IRoute, ModerationRoute>();
        services.AddSingleton<IRoute, RerankRoute>();
        services.AddSingleton<IRoute, RealtimeRoute>();
        services.AddSingleton<IRoute, ClientSecretRoute>();
        services.AddSingleton<IRoute, UploadRoute>();
        services.AddSingleton<IRoute, VectorStoreRoute>();
        services.AddSingleton<IRoute, ConversationRoute>();
        services.AddSingleton<ObjectRoutes>();
        services.AddSingleton<IRoute>(provider => provider.GetRequiredService<ObjectRoutes>());
        services.AddSingleton<IRoute, ResponseRoute>();
        services.AddSingleton<IRoute, TextRoute>();
        services.AddSingleton<IRoute, EmbeddingRoute>();
        services.AddSingleton<IRoute, ModelList>();
    }
}
