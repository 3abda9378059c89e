using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>A provider with two accounts: one has a key, the other two. What stands behind the <c>@</c> of a key is its account.</summary>
internal static class TwoAccounts
{
    public static string Of(FakeCall call) => call.Key!.Split('@')[1];

    /// <param name="objects">Whether files and batches are kept there.</param>
    public static string Provider(string baseUrl, string objects) => $$"""
        providers:
          - id: pool
            affinity: off
            objects: {{objects}}
            baseUrl: {{baseUrl}}
            keys:
              - { id: solo, secret: s@solo }
              - { id: a, secret: a@pair, quotaGroup: pair }
              - { id: b, secret: b@pair, quotaGroup: pair }
        models:
          - { id: chat, targets: [ { provider: pool, model: fake-chat } ] }
        """;
}
