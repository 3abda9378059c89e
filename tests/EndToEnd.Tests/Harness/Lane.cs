using System.Globalization;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>What a lane needs beyond a provider with one key.</summary>
public sealed record LaneOptions
{
    public int Keys { get; init; } = 1;

    /// <summary>Kind of the provider: any whose keys are no more than a text.</summary>
    public string Kind { get; init; } = "openai";

    /// <summary>Limits of the consumer, in the catalog's shape.</summary>
    public object? Limits { get; init; }

    /// <summary>Timeouts of the model, in the catalog's shape.</summary>
    public object? Timeouts { get; init; }

    /// <summary>Lanes whose providers are asked next, in order.</summary>
    public IReadOnlyList<Lane> Fallback { get; init; } = [];

    /// <summary>How the fallbacks are asked to go on with an answer that broke off; null when they must not.</summary>
    public string? FallbackContinues { get; init; }

    public string UpstreamModel { get; init; } = "fake-chat";

    public string? BaseUrl { get; init; }
}

/// <summary>One provider with its keys, one model, one consumer: a test's own part of the shared gateway.</summary>
public sealed class Lane : IDisposable
{
    private readonly SharedGateway _gateway;

    private Lane(SharedGateway gateway, string id, string consumerKey)
    {
        (_gateway, Id, ConsumerKey) = (gateway, id, consumerKey);
        Http = gateway.Edge.ClientWith(consumerKey);
    }

    /// <summary>Id of the provider, the model and the consumer.</summary>
    public string Id { get; }

    public string Model => Id;

    public string ConsumerKey { get; }

    /// <summary>A client that presents the lane's key.</summary>
    public HttpClient Http { get; }

    public AdminClient Admin => _gateway.Edge.Admin;

    public FakeProviderProcess Fake => _gateway.Fake;

    public static async Task<Lane> Make(SharedGateway gateway, string id, LaneOptions options)
    {
        var admin = gateway.Edge.Admin;
        var keys = Enumerable.Range(1, options.Keys).Select(i => new { id = KeyName(id, i), secret = SecretOf(id, i) });
        // All calls of a lane say the same, and would be taken for one conversation.
        var baseUrl = options.BaseUrl ?? (options.Kind == "openai" ? gateway.Fake.BaseUrl : gateway.Fake.Address.ToString().TrimEnd('/'));
        var (region, apiVersion) = (options.Kind == "bedrock" ? "us-east-1" : null, options.Kind == "azure" ? "2024-10-21" : null);
        _ = (await admin.Put($"/admin/v1/providers/{id}", new { id, kind = options.Kind, affinity = "off", baseUrl, region, apiVersion, keys })).Ok;
        var targets = new[] { new { provider = id, model = options.UpstreamModel } };
        var fallback = options.Fallback.Select(next => new { provider = next.Id, model = "fake-chat", continues = options.FallbackContinues });
        _ = (await admin.Put($"/admin/v1/models/{id}", new { id, targets, fallback, timeouts = options.Timeouts })).Ok;
        _ = (await admin.Put($"/admin/v1/consumers/{id}", new { id, models = new[] { id }, limits = options.Limits })).Ok;
        var made = (await admin.Post($"/admin/v1/consumers/{id}/keys")).Ok;
        return new Lane(gateway, id, made["key"]!.GetValue<string>());
    }

    /// <summary>Id of one of its keys, from 1.</summary>
    public string KeyId(int number) => KeyName(Id, number);

    public string Secret(int number) => SecretOf(Id, number);

    public Task<HttpAnswer> Chat(string prompt = "one two three") => Http.Chat(Model, prompt);

    public Task<StreamAnswer> Stream(object? extra = null) => Http.ChatStream(Model, extra);

    /// <summary>Tells the provider how to answer this lane.</summary>
    /// <param name="answer">In the shape of the provider's README.</param>
    /// <param name="times">How often; null for ever.</param>
    /// <param name="key">Only calls with this key, from 1; null for any of the lane.</param>
    /// <param name="path">Only calls whose path ends so.</param>
    public Task Answers(object answer, int? times = null, int? key = null, string? path = null) => Fake.AddRule(new
    {
        match = new { key = key is { } number ? Secret(number) : $"sk-{Id}-*", path },
        times = times ?? int.MaxValue,
        answer,
    });

    /// <summary>What reached the provider with this lane's keys, oldest first; the gateway's own look-ups of models left out.</summary>
    public async Task<IReadOnlyList<FakeCall>> Calls() => [.. (await Fake.CallsWith($"sk-{Id}-")).Where(c => c.Method == "POST")];

    public void Dispose() => Http.Dispose();

    private static string KeyName(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");

    private static string SecretOf(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"sk-{id}-{number}");
}
