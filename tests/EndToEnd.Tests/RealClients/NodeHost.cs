using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>
/// One Node process with all npm clients in it, and with a provider that was not written here. Where Node is absent, what needs
/// it is skipped.
/// </summary>
public sealed class NodeHost : IAsyncLifetime
{
    private const string ClientsAt = "clients at ";
    private const string ProviderAt = "another provider at ";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private RunningProcess? _process;
    private Uri? _clients;
    private string? _provider;

    /// <summary>Where the other provider is; no slash behind it.</summary>
    public string Provider
    {
        get
        {
            Demand();
            return _provider!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!await NodePackages.Install())
            return;
        _process = RunningProcess.Start(SystemTools.Find(SystemTools.Node)!, ["serve.mjs"], directory: NodePackages.Folder);
        _provider = (await _process.Line(line => line.StartsWith(ProviderAt, StringComparison.Ordinal)))[ProviderAt.Length..].TrimEnd('/');
        _clients = new Uri((await _process.Line(line => line.StartsWith(ClientsAt, StringComparison.Ordinal)))[ClientsAt.Length..]);
    }

    /// <summary>Has a client ask a model.</summary>
    /// <param name="client">A name in <c>serve.mjs</c>.</param>
    /// <param name="address">Of the gateway.</param>
    /// <param name="key">Of a consumer.</param>
    /// <param name="model">As the consumer calls it.</param>
    /// <param name="task">What to ask.</param>
    internal async Task<ClientReport> Ask(string client, Uri address, string key, string model, ClientTask task)
    {
        Demand();
        var body = JsonSerializer.SerializeToNode(task, Json)!.AsObject();
        (body["client"], body["address"], body["key"], body["model"]) = (client, address.ToString(), key, model);
        return (await Run(body)).Deserialize<ClientReport>(Json)!;
    }

    /// <summary>Has a package make one call.</summary>
    /// <param name="what">A name in <c>openai-calls.mjs</c>, or wherever the client is.</param>
    /// <param name="client">A name in <c>serve.mjs</c>.</param>
    public Task<JsonNode> Call(EdgeProcess edge, Lane lane, string what, string client = "openaiCalls")
    {
        Demand();
        return Run(new JsonObject { ["client"] = client, ["address"] = edge.DataAddress.ToString(), ["key"] = lane.ConsumerKey, ["model"] = lane.Model, ["what"] = what });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private async Task<JsonNode> Run(JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(_clients, body, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    private static void Demand()
    {
        SystemTools.Require(SystemTools.Node);
        SystemTools.Require(SystemTools.Npm);
    }
}
