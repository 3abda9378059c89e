using AiGateway.Edge.Pinning;

namespace AiGateway.Edge.Objects;

/// <summary>The parts that have to do with what providers keep.</summary>
internal static class ObjectServices
{
    public static void AddObjects(this IServiceCollection services)
    {
        services.AddSingleton<ObjectPins>();
        services.AddSingleton<ObjectRoutes>();
        services.AddSingleton<ObjectUpstream>();
        services.AddSingleton<ObjectKeys>();
        services.AddSingleton<NamedInBody>();
        services.AddSingleton<ObjectOwners>();
        services.AddSingleton<ContentRelay>();
        services.AddSingleton<EventRelay>();
        services.AddSingleton<ObjectAnswers>();
        services.AddSingleton<ObjectAttempts>();
        services.AddSingleton<ObjectFetch>();
        services.AddSingleton<ObjectList>();
        services.AddSingleton<ObjectCalls>();
    }
}
