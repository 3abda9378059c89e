using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.RealClients;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>Providers of every kind behind one edge, and one consumer that may ask them all. Each row of a table asks a model of its own.</summary>
internal sealed class ProviderSet
{
    private const string Consumer = "bad-input";

    private readonly Dictionary<string, string> _providers = [];
    private readonly EdgeProcess _edge;
    private readonly FakeProviderProcess _fake;
    private long _since;
    private int _rows;

    private ProviderSet(EdgeProcess edge, FakeProviderProcess fake) => (_edge, _fake) = (edge, fake);

    public string ConsumerKey { get; private set; } = "";

    public static async Task<ProviderSet> Make(EdgeProcess edge, FakeProviderProcess fake)
    {
        _ = (await edge.Admin.Put($"/admin/v1/consumers/{Consumer}", new { id = Consumer, models = new[] { "*" } })).Ok;
        return new ProviderSet(edge, fake)
        {
            ConsumerKey = (await edge.Admin.Post($"/admin/v1/consumers/{Consumer}/keys")).Ok["key"]!.GetValue<string>(),
            _since = (await fake.Log()).LastSeq,
        };
    }

    /// <summary>A model that nobody else asks.</summary>
    /// <param name="kind">Of its provider.</param>
    /// <param name="alone">Whether the provider has no other, so that its failures hurt nobody else.</param>
    public async Task<UpstreamModel> Model(string kind, bool alone = false)
    {
        var of = UpstreamKind.Of(kind);
        var number = ++_rows;
        if (alone || !_providers.TryGetValue(kind, out var provider))
        {
            provider = string.Create(CultureInfo.InvariantCulture, $"bad-{kind}-{number}");
            _ = (await _edge.Admin.Put($"/admin/v1/providers/{provider}", of.Provider(provider, _fake.Address.ToString().TrimEnd('/')))).Ok;
            _ = (await _edge.Admin.Put($"/admin/v1/models/{provider}/*", new { id = $"{provider}/*", targets = new[] { new { provider, model = "*" } } })).Ok;
            if (!alone)
                _providers[kind] = provider;
        }
        return new UpstreamModel(of, provider, string.Create(CultureInfo.InvariantCulture, $"{of.ModelPrefix}bad-{number}"), _since, _fake);
    }

    /// <summary>What calls of the consumer have left, once there is that of a call for this model.</summary>
    public async Task<IReadOnlyList<JsonNode>> RecordsUpTo(string model) => await Eventually.Get(
        async () => (await _edge.Admin.Get($"/admin/v1/usage/calls?consumer={Consumer}&limit=1000")).Ok["data"]!.AsArray().Select(record => record!).ToList(),
        found => found.Exists(record => (string?)record["targetModel"] == model));
}
