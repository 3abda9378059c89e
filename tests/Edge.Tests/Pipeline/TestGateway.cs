using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Prices;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Security;
using AiGateway.Edge.Shadow;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Tests.Catalog;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;
using AiGateway.Edge.Upstream.Tokens;
using AiGateway.Edge.Usage;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Limits;
using AiGateway.Grains.Pinning;
using AiGateway.Grains.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>The whole way of a call, put together as in production, between a caller and providers without a network.</summary>
internal sealed class TestGateway : IDisposable
{
    /// <summary>The first key is asked first.</summary>
    public const string TwoKeys = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', affinity: off, keys: [ { id: k1, secret: CANARY-ONE, weight: 1000 }, { id: k2, secret: CANARY-TWO } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    /// <summary>One key, a fallback at the same provider, and limits of the caller.</summary>
    public const string OneKey = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k, secret: CANARY } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: large } ], fallback: [ { provider: p, model: small } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: { requestsPerMinute: 5, tokensPerMinute: 10000 } }
        """;

    public const string ServerError = """{"error":{"message":"boom","type":"server_error"}}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("gateway-").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly UpstreamClients _clients = new(new GatewaySettings());
    private readonly GatewayTracing _tracing = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FakeEndpoint> _endpoints = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FakePin> _pins = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FakeResponse> _responses = new();
    private readonly KeyReporter _reporter;
    private readonly CallPipeline _pipeline;
    private readonly ObjectCalls _objects;

    public TestGateway(string yaml = TwoKeys, GatewaySettings? settings = null, long segmentBytes = 1 << 20)
    {
        Desk = new FakeDesk(Time);
        var (log, grains) = (NullLoggerFactory.Instance, FakeGrains.New().Add<ILimitDeskGrain>(_ => Desk).Add<IApiKeyGrain>(id => new FakeKey(id)).Add<IEndpointGrain>(Endpoint).Add<ISignaturePinGrain>(Pin).Add<IObjectPinGrain>(Pin).Add<IShelfGrain>(_ => new FakeShelf()).Add<IStoredResponseGrain>(Response));
        Settings = settings ?? new GatewaySettings();
        Contact = new ControlPlaneContact(Time);
        Catalog = new TestCatalog(yaml);
        var view = new CatalogView();
        view.Replace(Catalog.Snapshot, Catalog.Table);
        Views.Follow(Catalog.Table, Time.MonotonicMs());
        Journal = UsageJournal.Open(_directory, segmentBytes);
        Leases = new LeaseAgent(grains.Factory, new EdgeIdentity("edge", 1), LeaseTerms.Default, Time, log.CreateLogger<LeaseAgent>());
        Heartbeats = new Heartbeats(Time, log.CreateLogger<Heartbeats>());
        _reporter = new KeyReporter(grains.Factory, Views, Time, log.CreateLogger<KeyReporter>());
        var metrics = new GatewayMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), Settings);
        var (explanation, clocks) = (new Explanation(Views, Time), new AnswerClocks(Settings, Time));
        var (meter, settle, keys) = (new Meter(new TokenCounter()), new Settle(Journal, Prices, explanation, metrics, Time, new Logger<Settle>(new OneLogger(Log))), new KeySelector(Views, Leases, new Dice(1), Time));
        var estimates = new Estimates(Prices, Settings);
        var pins = new PinBook(grains.Factory, Time);
        Objects = new ObjectPins(pins, grains.Factory, Time);
        var (made, signatures) = (new AnswerPins(pins, metrics, Time, log.CreateLogger<AnswerPins>()), new SignaturePins(pins, Time, log.CreateLogger<SignaturePins>()));
        var kept = new KeptResponses(grains.Factory);
        Background = new BackgroundRuns(kept, Settings, Time, log.CreateLogger<BackgroundRuns>());
        var keeper = new ResponseKeeper(kept, metrics, Time, log.CreateLogger<ResponseKeeper>());
        var relay = new Relay(new StreamRelay(meter, settle, made, keeper, clocks, Settings, Time), new AnswerRelay(meter, settle, made, keeper, clocks, Settings, Time), new BytesRelay(meter, settle, clocks, Time));
        var credentials = new CredentialSources(Time, new GoogleTokens(_clients, Time));
        var forward = new Forward(new HttpUpstream(Provider, _clients, credentials), new DemoUpstream(Time), Settings, Time);
        Read = new Read(Settings);
        var router = new Router(new Splits(Ramps));
        var admit = new Admit(Leases, estimates, new TargetCaps(Leases, estimates, router, metrics, Time), Time);
        var shadowMetrics = new ShadowMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        var shadowCalls = new ShadowCalls(
            view, new ShadowPermits(Leases, estimates, Time), new ShadowKeys(keys, new Accounts(Leases, estimates, Time)), new Accounts(Leases, estimates, Time), forward,
            new ShadowReader(meter, Settings, Time), new ShadowLedger(settle, Prices, shadowMetrics, Time), _reporter, Time);
        Shadows = new Shadows(shadowCalls, shadowMetrics, Time, log.CreateLogger<Shadows>());
        (CatalogView, Router, Admit, Settle) = (view, router, admit, settle);
        var attempts = new Attempts(keys, new Accounts(Leases, estimates, Time), new RetryBudgets(Time), forward, relay, _reporter, Heartbeats, explanation, _tracing, Settings, Time);
        var authenticate = new Authenticate(TestCatalog.Digest, new RevocationWatch(Contact, Settings));
        var (objectUpstream, objectKeys) = (new ObjectUpstream(_clients, credentials), new ObjectKeys(keys, _reporter));
        var owners = new ObjectOwners(Objects);
        var objectAnswers = new ObjectAnswers(owners, new ContentRelay(settle, explanation), new EventRelay(owners, settle, explanation), settle, explanation, clocks, Settings);
        _objects = new ObjectCalls(
            view, authenticate, Read, new ObjectRoutes(Objects, new NamedInBody(Objects), kept), admit, new ObjectAttempts(objectUpstream, objectKeys, objectAnswers, forward, _tracing, Settings, Time),
            new ObjectList(Objects, new ObjectFetch(objectUpstream, objectKeys, clocks, Settings, Time), objectAnswers), new KeptAnswers(kept, Background, objectAnswers), settle, metrics, _tracing, explanation, Settings, Time);
        _pipeline = new CallPipeline(
            view, authenticate, Read, new Recall(kept, Read, Settings), router, new AccountBinding(signatures, new NamedObjects(Objects)), admit,
            attempts, new BackgroundCalls(admit, attempts, settle, Read, kept, Background, metrics, _tracing, explanation, Time, log.CreateLogger<BackgroundCalls>()), new TokenCounts(new TokenCounter(), settle, explanation), settle, Shadows, metrics, _tracing, explanation, Time);
    }

    /// <summary>What its instruments are made by.</summary>
    public System.Diagnostics.Metrics.IMeterFactory Meters => _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();

    /// <summary>The owner of a provider's address.</summary>
    public FakeEndpoint Endpoint(string id) => _endpoints.GetOrAdd(id, static id => new FakeEndpoint(id));

    /// <summary>The owner of a thing's pins.</summary>
    public FakePin Pin(string key) => _pins.GetOrAdd(key, static _ => new FakePin());

    /// <summary>The owner of a response that the gateway keeps.</summary>
    public FakeResponse Response(string key) => _responses.GetOrAdd(key, _ => new FakeResponse(Time));

    /// <summary>Who made which file and batch, as this edge knows it.</summary>
    public ObjectPins Objects { get; }

    public TestCatalog Catalog { get; }

    public FakeDesk Desk { get; }

    public GatewaySettings Settings { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public ScriptedProvider Provider { get; } = new();

    public ControlPlaneContact Contact { get; }

    public KeyViews Views { get; } = new();

    public RampViews Ramps { get; } = new();

    public PriceView Prices { get; } = new(PriceList.Empty);

    public UsageJournal Journal { get; }

    public LeaseAgent Leases { get; }

    public Heartbeats Heartbeats { get; }

    public Read Read { get; }

    public Router Router { get; }

    public Admit Admit { get; }

    public Settle Settle { get; }

    public Shadows Shadows { get; }

    /// <summary>Responses that are made in the background.</summary>
    public BackgroundRuns Background { get; }

    /// <summary>The catalog in force, to be replaced.</summary>
    public CatalogView CatalogView { get; }

    public LogLines Log { get; } = new();

    /// <summary>The directory of the usage journal.</summary>
    public string JournalDirectory => _directory;

    /// <summary>Records written so far.</summary>
    public IReadOnlyList<UsageRecord> Records => [.. new JournalReader(Journal).Read(1, long.MaxValue, int.MaxValue).Records()];

    public static string Chat(string model = "chat", bool stream = false) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";

    public static string Answer(string text = "hello", string model = "gpt") =>
        $$$"""{"id":"a","object":"chat.completion","model":"{{{model}}}","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    public static string Event(string text, string? finish = null) =>
        $$$"""data: {"id":"a","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":{{{(finish is null ? "null" : $"\"{finish}\"")}}}}]}""" + "\n\n";

    public static string Stream(params string[] words) => string.Concat(words.Select(word => Event(word))) + Event("", "stop") + "data: [DONE]\n\n";

    public async Task<Caller> Call(string body, string key = TestCatalog.ConsumerKey)
    {
        var caller = new Caller(body, key);
        await Run(caller);
        return caller;
    }

    public async Task Run(Caller caller, Operation operation = Operation.ChatCompletions, PathModel path = default, string callId = "req_test")
    {
        try
        {
            await _pipeline.Run(caller.Http, operation, callId, path);
        }
        catch (AnswerBrokenOffException)
        {
            // What a server does with a call that fails after its answer has begun.
            caller.Abort();
        }
    }

    /// <summary>A call about something that was made before.</summary>
    /// <param name="address">Without <c>/v1</c>; its query included.</param>
    public async Task<Caller> AskAbout(string method, string address, string key = TestCatalog.ConsumerKey)
    {
        var caller = new Caller("", key);
        var query = address.IndexOf('?', StringComparison.Ordinal);
        (caller.Http.Request.Method, caller.Http.Request.QueryString) = (method, new QueryString(query < 0 ? "" : address[query..]));
        var request = ObjectPaths.Read(method, query < 0 ? address : address[..query], out var error);
        Assert.Null(error);
        await _objects.Run(caller.Http, request!, "req_asked");
        return caller;
    }

    public void Dispose()
    {
        Shadows.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        Background.Dispose();
        Shadows.Dispose();
        Journal.Dispose();
        _clients.Dispose();
        _tracing.Dispose();
        _reporter.Dispose();
        Leases.Dispose();
        Heartbeats.Dispose();
        _services.Dispose();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }
}
