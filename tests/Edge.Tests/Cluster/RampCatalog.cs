using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Tests.Cluster;

/// <summary>A model whose target at b has its share raised, beside one with 3 and one with 1 of the rest.</summary>
internal static class RampCatalog
{
    public const string Plan = "b/new at 100 1000";

    public const string Yaml = """
        providers:
          - { id: a, baseUrl: 'http://a/v1', keys: [ { id: a1, secret: s } ] }
          - { id: b, baseUrl: 'http://b/v1', keys: [ { id: b1, secret: t }, { id: b2, secret: u } ] }
        models:
          - id: team/chat
            sticky: { by: header, header: x-user-id }
            ramp: { target: { provider: b, model: new }, steps: [ 1, 10 ] }
            targets: [ { provider: a, model: old, weight: 3 }, { provider: b, model: new, weight: 7 }, { provider: a, model: older, weight: 1 } ]
            fallback: [ { provider: a, model: spare } ]
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    public static ModelRoute Route() => new TestCatalog(Yaml).Table.Ramps[0];

    public static RampStatus Status(int share, long version = 1, RampState state = RampState.Running) => new()
    {
        ModelId = "team/chat", Epoch = 1, Version = version, Run = 1, State = state, Share = share, Plan = Plan,
    };
}
