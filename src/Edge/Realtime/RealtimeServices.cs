namespace AiGateway.Edge.Realtime;

/// <summary>The parts that serve sessions.</summary>
internal static class RealtimeServices
{
    public static void AddRealtime(this IServiceCollection services)
    {
        services.AddSingleton<SecretIssue>();
        services.AddSingleton<ClientSecrets>();
        services.AddSingleton<RealtimeUpstream>();
        services.AddSingleton<RealtimeConnect>();
        services.AddSingleton<RealtimeSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<RealtimeSessions>());
        services.AddSingleton<RealtimeCalls>();
    }
}
