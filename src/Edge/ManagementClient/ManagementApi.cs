using System.Text;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin;
using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.Admin.Catalog.Transfer;
using AiGateway.Edge.Admin.Health;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Admin.Usage;

namespace AiGateway.Edge.ManagementClient;

/// <summary>The management API of a gateway. All of it throws <see cref="ManagementException"/> when it is refused or nobody answers.</summary>
/// <param name="http">With the gateway's management address, and the token as its authorization.</param>
internal sealed class ManagementApi(HttpClient http)
{
    private readonly ManagementCalls _calls = new(http);

    public IAsyncEnumerable<ProviderAnswer> Providers(CancellationToken stop) => _calls.All<ProviderAnswer>(AdminApi.Prefix + "/providers", stop);

    public IAsyncEnumerable<ModelSpec> Models(CancellationToken stop) => _calls.All<ModelSpec>(AdminApi.Prefix + "/models", stop);

    public IAsyncEnumerable<ConsumerAnswer> Consumers(CancellationToken stop) => _calls.All<ConsumerAnswer>(AdminApi.Prefix + "/consumers", stop);

    /// <summary>The health of upstream keys.</summary>
    public IAsyncEnumerable<KeyHealthAnswer> Keys(CancellationToken stop) => _calls.All<KeyHealthAnswer>(AdminApi.Prefix + "/keys", stop);

    /// <param name="action"><c>disable</c>, <c>enable</c> or <c>unblock</c>.</param>
    public Task<KeyHealthAnswer> ChangeKey(string id, string action, CancellationToken stop) =>
        _calls.Send<KeyHealthAnswer>(HttpMethod.Post, $"{AdminApi.Prefix}/keys/{Uri.EscapeDataString(id)}/{action}", null, null, stop);

    /// <summary>Makes a consumer, and changes none that is there.</summary>
    /// <param name="json">All of it.</param>
    public Task<ConsumerAnswer> CreateConsumer(string id, string json, CancellationToken stop) =>
        _calls.Send<ConsumerAnswer>(HttpMethod.Put, Consumer(id), ManagementCalls.Body(json), ("If-None-Match", "*"), stop);

    public Task<DeletedAnswer> DeleteConsumer(string id, CancellationToken stop) => _calls.Send<DeletedAnswer>(HttpMethod.Delete, Consumer(id), null, null, stop);

    /// <param name="request">Names the request: sent again with the same, it makes no second key.</param>
    public Task<NewConsumerKeyAnswer> CreateConsumerKey(string id, Guid request, CancellationToken stop) =>
        _calls.Send<NewConsumerKeyAnswer>(HttpMethod.Post, Consumer(id) + "/keys", null, (IdempotentRequest.Header, request.ToString()), stop);

    public Task<DeletedAnswer> RevokeConsumerKey(string id, string keyId, CancellationToken stop) =>
        _calls.Send<DeletedAnswer>(HttpMethod.Delete, $"{Consumer(id)}/keys/{Uri.EscapeDataString(keyId)}", null, null, stop);

    /// <param name="question">Parameters of <c>GET /admin/v1/usage</c>; null values are left out.</param>
    public Task<UsageSeriesAnswer> Usage(IEnumerable<(string Name, string? Value)> question, CancellationToken stop) =>
        _calls.Get<UsageSeriesAnswer>($"{AdminApi.Prefix}/usage{Query(question)}", stop);

    /// <param name="question">Parameters of <c>GET /admin/v1/usage/calls</c>; null values are left out.</param>
    public Task<CallPage> Calls(IEnumerable<(string Name, string? Value)> question, CancellationToken stop) =>
        _calls.Get<CallPage>($"{AdminApi.Prefix}/usage/calls{Query(question)}", stop);

    /// <summary>The catalog as YAML, and its tag.</summary>
    /// <param name="layer"><c>managed</c> or <c>all</c>.</param>
    public Task<(string Yaml, string? Tag)> Export(string layer, CancellationToken stop) => _calls.Text($"{AdminApi.Prefix}/catalog/export{Query([("layer", layer)])}", stop);

    /// <param name="yaml">The text; <see cref="CatalogImport.MostBytes"/> at the most.</param>
    /// <param name="tag">Of the catalog as it must be; null for however it is.</param>
    public Task<CatalogImportAnswer> Import(HttpContent yaml, bool dryRun, bool replace, string? tag, CancellationToken stop)
    {
        yaml.Headers.ContentType = new("application/yaml") { CharSet = Encoding.UTF8.WebName };
        var query = Query([("dryRun", dryRun ? "true" : "false"), ("replace", replace ? "true" : "false")]);
        return _calls.Send<CatalogImportAnswer>(HttpMethod.Post, $"{AdminApi.Prefix}/catalog/import{query}", yaml, tag is null ? null : ("If-Match", tag), stop);
    }

    private static string Consumer(string id) => $"{AdminApi.Prefix}/consumers/{Uri.EscapeDataString(id)}";

    private static string Query(IEnumerable<(string Name, string? Value)> question)
    {
        var given = question.Where(each => each.Value is not null).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }
}
