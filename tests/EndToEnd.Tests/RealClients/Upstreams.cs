using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>
/// Providers of every kind behind the shared gateway, and one consumer that may ask them all. Each test asks models of its own, by
/// the provider's id and a slash.
/// </summary>
public sealed class Upstreams(SharedGateway gateway) : IAsyncLifetime
{
    private readonly Dictionary<string, string> _sound = [];
    private readonly Dictionary<string, Queue<string>> _spare = [];
    private int _made;
    private long _seen;

    public string ConsumerKey { get; private set; } = "";

    public Uri Address => gateway.Edge.DataAddress;

    public async ValueTask InitializeAsync()
    {
        _ = (await gateway.Edge.Admin.Put("/admin/v1/consumers/clients", new { id = "clients", models = new[] { "*" } })).Ok;
        ConsumerKey = (await gateway.Edge.Admin.Post("/admin/v1/consumers/clients/keys")).Ok["key"]!.GetValue<string>();
    }

    /// <summary>A model of the provider of that kind that all share: not for tests in which it fails.</summary>
    internal async Task<UpstreamModel> Sound(string kind)
    {
        if (!_sound.TryGetValue(kind, out var provider))
            _sound[kind] = provider = await Make(UpstreamKind.Of(kind), FakeAddress);
        return await Model(kind, provider);
    }

    /// <summary>A model of a provider whose failures hurt nobody else, until it is given back.</summary>
    internal async Task<UpstreamModel> Own(string kind)
    {
        if (!_spare.TryGetValue(kind, out var spare) || !spare.TryDequeue(out var provider))
            return await Model(kind, await Make(UpstreamKind.Of(kind), FakeAddress));
        await gateway.Edge.Admin.MakeWell(provider, UpstreamKind.KeyOf(provider));
        return await Model(kind, provider);
    }

    /// <summary>
    /// Lets another test have the provider, whatever became of it: a change of the catalog costs more than making a key well.
    /// </summary>
    internal void GiveBack(UpstreamModel model)
    {
        if (!_spare.TryGetValue(model.Kind.Name, out var spare))
            _spare[model.Kind.Name] = spare = [];
        spare.Enqueue(model.Provider);
    }

    /// <summary>A model of a provider somewhere else.</summary>
    internal async Task<UpstreamModel> At(string kind, string address) => await Model(kind, await Make(UpstreamKind.Of(kind), address));

    /// <summary>Has a client ask a model through the gateway.</summary>
    /// <param name="node">Where npm's clients are.</param>
    /// <param name="client">A name in <see cref="DotnetClients"/> or <c>serve.mjs</c>.</param>
    /// <param name="model">As the consumer calls it.</param>
    /// <param name="task">What to ask.</param>
    /// <param name="key">Null for the consumer's.</param>
    internal Task<ClientReport> Ask(NodeHost node, string client, string model, ClientTask task, string? key = null) => DotnetClients.Names.Contains(client)
        ? DotnetClients.Ask(client, Address, key ?? ConsumerKey, model, task)
        : node.Ask(client, Address, key ?? ConsumerKey, model, task);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string FakeAddress => gateway.Fake.Address.ToString().TrimEnd('/');

    private async Task<UpstreamModel> Model(string kind, string provider)
    {
        _seen = (await gateway.Fake.Log(_seen)).LastSeq;
        var number = ++_made;
        var of = UpstreamKind.Of(kind);
        return new UpstreamModel(of, provider, string.Create(CultureInfo.InvariantCulture, $"{of.ModelPrefix}row-{number}"), _seen, gateway.Fake);
    }

    private async Task<string> Make(UpstreamKind kind, string address)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{kind.Name}{++_made}");
        _ = (await gateway.Edge.Admin.Put($"/admin/v1/providers/{id}", kind.Provider(id, address))).Ok;
        _ = (await gateway.Edge.Admin.Put($"/admin/v1/models/{id}/*", new { id = $"{id}/*", targets = new[] { new { provider = id, model = "*" } } })).Ok;
        return id;
    }
}
