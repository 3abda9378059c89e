namespace AiGateway.Edge.Responses;

/// <summary>The parts that keep responses.</summary>
internal static class ResponseServices
{
    public static void AddResponses(this IServiceCollection services)
    {
        services.AddSingleton<KeptResponses>();
        services.AddSingleton<Recall>();
        services.AddSingleton<ResponseKeeper>();
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<BackgroundRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<BackgroundRuns>());
        services.AddSingleton<BackgroundCalls>();
    }
}
