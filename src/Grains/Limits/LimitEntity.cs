namespace AiGateway.Grains.Limits;

/// <summary>The names of what can be limited. Ids of consumers, providers and groups hold no slash, names of models may.</summary>
public static class LimitEntity
{
    public static string Consumer(string consumer) => $"consumer/{consumer}";

    public static string ConsumerModel(string consumer, string model) => $"consumer/{consumer}/{model}";

    public static string Model(string model) => $"model/{model}";

    /// <summary>One target of a model's split. The model's name holds no @, so that no two targets have one name.</summary>
    public static string Target(string model, string provider, string upstreamModel) => $"target/{model}@{provider}/{upstreamModel}";

    /// <summary>The copies of a model's calls.</summary>
    public static string Shadow(string model) => $"shadow/{model}";

    /// <summary>One account at a provider, and one of the models it offers.</summary>
    public static string Account(string provider, string quotaGroup, string model) => $"account/{provider}/{quotaGroup}/{model}";
}
