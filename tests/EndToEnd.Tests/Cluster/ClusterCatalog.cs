namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>What the clusters under test serve: a pool of keys, a split model, and callers with and without limits.</summary>
internal static class ClusterCatalog
{
    /// <summary>Key of the consumer without limits.</summary>
    public const string Free = "free caller";

    /// <summary>Key of the consumer with 8 calls at once.</summary>
    public const string Slots = "slots caller";

    /// <summary>Key of a consumer whose limits are never met, so that every call of its needs a lease all the same.</summary>
    public const string Ample = "ample caller";

    /// <summary>Key of a consumer like that one, whose limits are soft.</summary>
    public const string Soft = "soft caller";

    public static readonly string[] Consumers = ["ample", "free", "slots", "soft"];

    public static string KeyId(int number) => $"pool-{number}";

    public static string Secret(int number) => $"sk-pool-{number}";

    public static Func<string, string> WithKeys(int keys) => baseUrl => $$"""
        providers:
          - id: pool
            kind: openai
            affinity: off
            baseUrl: {{baseUrl}}
            keys:
        {{string.Join('\n', Enumerable.Range(1, keys).Select(i => $"      - {{ id: {KeyId(i)}, secret: {Secret(i)} }}"))}}
          - id: single
            kind: openai
            baseUrl: {{baseUrl}}
            keys: [ { id: single-1, secret: sk-single } ]
        models:
          - { id: chat, targets: [ { provider: pool, model: fake-chat } ] }
          - { id: crowded, targets: [ { provider: single, model: crowded } ] }
          - id: split
            targets:
              - { provider: single, model: big, weight: 95 }
              - { provider: single, model: small, weight: 5 }
          - id: capped
            targets:
              - { provider: single, model: old }
              - { provider: single, model: canary, limits: { requestsPerDay: 20 } }
        consumers:
          - { id: free, keys: [ { secret: "{{Free}}" } ], models: [ "*" ] }
          - { id: slots, keys: [ { secret: "{{Slots}}" } ], models: [ "*" ], limits: { concurrent: 8 } }
          - { id: ample, keys: [ { secret: "{{Ample}}" } ], models: [ "*" ], limits: { requestsPerMinute: 60000, tokensPerMinute: 60000000, concurrent: 500 } }
          - { id: soft, keys: [ { secret: "{{Soft}}" } ], models: [ "*" ], limits: { requestsPerMinute: 60000, concurrent: 500, soft: [ requestsPerMinute, concurrent ] } }
        """;
}
