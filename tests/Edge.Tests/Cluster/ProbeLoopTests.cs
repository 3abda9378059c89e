using System.Collections.Concurrent;
using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class ProbeLoopTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentDictionary<string, FakeKey> _owners = new();
    private readonly FakeEndpoint _endpoint = new("p");
    private readonly CatalogView _catalog = new();
    private readonly UpstreamClients _clients = new(new GatewaySettings());
    private readonly ControlPlaneContact _contact;
    private readonly KeyViews _views;
    private readonly KeyReporter _reporter;
    private readonly ProbeLoop _loop;
    private FakeUpstream _upstream = null!;

    public ProbeLoopTests()
    {
        _contact = new ControlPlaneContact(_time);
        _views = new KeyViews(_contact);
        var grains = FakeGrains.New().Add<IApiKeyGrain>(Owner).Add<IEndpointGrain>(_ => _endpoint).Factory;
        _reporter = new KeyReporter(grains, _views, _time, NullLogger<KeyReporter>.Instance);
        _loop = new ProbeLoop(
            grains, _catalog, _views, _contact, new EdgeIdentity("edge", 1), _reporter, new ProbeCall(_clients, new CredentialSources(_time, new GoogleTokens(_clients, _time)), _time), _time, NullLogger<ProbeLoop>.Instance);
    }

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.Start();
        await Follow("{ id: k1, secret: a }, { id: k2, secret: b }");
        _contact.Heard();
        await _loop.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
        _reporter.Dispose();
        _clients.Dispose();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_is_due_is_offered_to_a_call_and_tried_with_the_list_of_models_when_none_comes()
    {
        Owner("k1").Grant = Ticket(ProbeKind.RealCall);
        Open("k1");

        await Until(() => Owner("k1").Probes.Count > 0);

        Assert.Equal(new ProbeReport("ticket", true, "", null), Assert.Single(Owner("k1").Probes));
        Assert.Equal("GET /v1/models Bearer a", Assert.Single(_upstream.Arrived));
        Assert.Equal(0, Owner("k2").Asked);
    }

    [Fact]
    public async Task A_call_that_comes_in_time_makes_the_trial_and_the_gateway_none()
    {
        Owner("k1").Grant = Ticket(ProbeKind.RealCall);
        Open("k1");

        ProbeGrant? taken = null;
        await Until(() => (taken ??= _views["k1"].Probe.Take(_time.MonotonicMs())) is not null);
        await Until(() => Owner("k1").Asked > 1);

        Assert.Equal("ticket", taken!.Ticket);
        Assert.Empty(Owner("k1").Probes);
        Assert.Empty(_upstream.Arrived);
    }

    [Fact]
    public async Task An_edge_that_has_lost_the_control_plane_asks_for_nothing()
    {
        Open("k1");
        OpenEndpoint();
        _time.Advance(TimeSpan.FromMilliseconds(3_200));
        var (keyAsked, endpointAsked) = (Owner("k1").Asked, _endpoint.Asked);

        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Assert.Equal((keyAsked, endpointAsked), (Owner("k1").Asked, _endpoint.Asked));
        _contact.Heard();
        await Until(() => _endpoint.Asked > endpointAsked);
    }

    [Fact]
    public async Task A_ticket_it_holds_when_the_control_plane_is_lost_is_given_back_unused()
    {
        Owner("k1").Grant = Ticket(ProbeKind.RealCall);
        Open("k1");
        await Until(() => Owner("k1").Asked > 0);

        Step(4_000);
        Assert.Null(_views["k1"].Probe.Take(_time.MonotonicMs()));
        await Eventually.Holds(() => Owner("k1").Probes.Count > 0, () => Step(100));

        Assert.Equal(new ProbeReport("ticket", false, "", null), Assert.Single(Owner("k1").Probes));
        Assert.Empty(_upstream.Arrived);
    }

    [Fact]
    public async Task A_ticket_whose_time_was_over_when_the_edge_woke_up_is_given_back_unused()
    {
        Owner("k1").Grant = Ticket(ProbeKind.RealCall) with { DeadlineInMs = 2_000 };
        Open("k1");
        await Until(() => Owner("k1").Asked > 0);

        // Stopped for a while, but not so long that the control plane counts as lost.
        Step(2_500);
        Assert.Null(_views["k1"].Probe.Take(_time.MonotonicMs()));
        await Until(() => Owner("k1").Probes.Count > 0);

        Assert.Equal(new ProbeReport("ticket", false, "", null), Assert.Single(Owner("k1").Probes));
        Assert.Empty(_upstream.Arrived);
    }

    [Fact]
    public async Task While_the_provider_is_out_it_is_tried_and_its_keys_are_not()
    {
        _endpoint.Grant = Ticket(ProbeKind.Synthetic) with { OfEndpoint = true };
        Open("k1");
        OpenEndpoint();

        await Until(() => _endpoint.Probes.Count > 0);

        Assert.Equal(new ProbeReport("ticket", true, "", null), Assert.Single(_endpoint.Probes));
        Assert.Equal("GET /v1/models Bearer b", Assert.Single(_upstream.Arrived));
        Assert.Equal(0, Owner("k1").Asked);
    }

    [Fact]
    public async Task A_model_that_is_due_is_offered_to_its_own_calls_and_tried_with_a_chat_of_one_token_when_none_comes()
    {
        Owner("k1").Grant = Ticket(ProbeKind.RealCall);
        OpenModel("k1", "large");
        await Until(() => Owner("k1").Asked > 0);
        Assert.Null(_views["k1"].TakeProbe("gpt", _time.MonotonicMs(), out _));

        await Until(() => Owner("k1").Probes.Count > 0);

        Assert.Equal(new ProbeReport("ticket", true, "", null), Assert.Single(Owner("k1").Probes));
        Assert.Equal("""POST /v1/chat/completions Bearer a {"model":"large","messages":[{"role":"user","content":"hi"}],"max_tokens":1}""", Assert.Single(_upstream.Arrived));
        Assert.All(Owner("k1").AskedFor, model => Assert.Equal("large", model));
        Assert.Equal(0, Owner("k2").Asked);
    }

    [Fact]
    public async Task A_call_for_the_model_that_comes_in_time_makes_the_trial()
    {
        Owner("k1").Grant = Ticket(ProbeKind.RealCall);
        OpenModel("k1", "large");

        ProbeGrant? taken = null;
        await Until(() => (taken ??= _views["k1"].TakeProbe("large", _time.MonotonicMs(), out _)) is not null);
        await Until(() => Owner("k1").Asked > 1);

        Assert.Equal("ticket", taken!.Ticket);
        Assert.Empty(Owner("k1").Probes);
        Assert.Empty(_upstream.Arrived);
    }

    [Fact]
    public async Task While_its_key_or_the_provider_is_out_the_model_is_not_tried()
    {
        OpenModel("k1", "large", KeyHealthState.Dead);
        OpenModel("k2", "large");
        OpenEndpoint();

        await Until(() => _endpoint.Asked > 3);

        Assert.Empty(Owner("k1").AskedFor);
        Assert.Empty(Owner("k2").AskedFor);
        _views.Endpoint("p").Apply(new EndpointStatus { EndpointId = "p", Epoch = 1, Version = 2 }, _time.MonotonicMs());
        await Until(() => !Owner("k2").AskedFor.IsEmpty);
        Assert.Empty(Owner("k1").AskedFor);
    }

    [Fact]
    public async Task Where_there_is_no_list_of_models_a_chat_of_one_token_is_made()
    {
        _upstream.Answers["/v1/models"] = (404, "not here");
        Owner("k1").Grant = Ticket(ProbeKind.Synthetic);
        Open("k1");

        await Until(() => Owner("k1").Probes.Count > 0);

        Assert.True(Owner("k1").Probes[0].Succeeded);
        Assert.Equal(
            ["GET /v1/models Bearer a", """POST /v1/chat/completions Bearer a {"model":"gpt","messages":[{"role":"user","content":"hi"}],"max_tokens":1}"""],
            _upstream.Arrived);
    }

    [Theory]
    [InlineData(405)]
    [InlineData(501)]
    public async Task With_the_model_an_operator_named_for_it(int status)
    {
        _upstream.Answers["/v1/models"] = (status, "");
        _upstream.Answers["/v1/chat/completions"] = (401, """{"error":{"code":"invalid_api_key","message":"No a here."}}""");
        await Follow("{ id: k1, secret: a }", ", health: { probeModel: tiny }");
        Owner("k1").Grant = Ticket(ProbeKind.Synthetic);
        Open("k1");

        await Until(() => Owner("k1").Probes.Count > 0);

        Assert.Equal((FailureClass.KeyDead, false), (Owner("k1").Probes[0].Failure!.Class, Owner("k1").Probes[0].Succeeded));
        Assert.Contains("\"model\":\"tiny\"", _upstream.Arrived.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_with_neither_says_what_it_said()
    {
        _upstream.Answers["/v1/models"] = (404, "not here");
        await Follow("{ id: k1, secret: a }", models: "{ id: 'x/*', targets: [ { provider: p, model: '*' } ] }");
        Owner("k1").Grant = Ticket(ProbeKind.Synthetic);
        Open("k1");

        await Until(() => Owner("k1").Probes.Count > 0);

        // The owner decides what that proves: of a circuit that the provider answers, of a credential nothing.
        Assert.Equal(404, Owner("k1").Probes[0].Failure!.Status);
        Assert.Single(_upstream.Arrived);
    }

    private static ProbeGrant Ticket(ProbeKind kind) => new("ticket", 15_000, kind);

    private FakeKey Owner(string id) => _owners.GetOrAdd(id, static id => new FakeKey(id));

    private void Open(string key) => _views[key].Apply(
        new KeyStatus { KeyId = key, Epoch = 1, Version = 1, State = KeyHealthState.Open, UntilInMs = 0 }, _time.MonotonicMs());

    private void OpenModel(string key, string model, KeyHealthState state = KeyHealthState.Active) => _views[key].Apply(
        new KeyStatus
        {
            KeyId = key, Epoch = 1, Version = 1, State = state, UntilInMs = state == KeyHealthState.Active ? null : 60_000,
            Models = [new ModelStatus { Model = model, State = KeyHealthState.Open, UntilInMs = 0 }],
        },
        _time.MonotonicMs());

    private void OpenEndpoint() => _views.Endpoint("p").Apply(
        new EndpointStatus { EndpointId = "p", Epoch = 1, Version = 1, State = EndpointState.Open, UntilInMs = 0 }, _time.MonotonicMs());

    /// <summary>Time goes on, in contact with the control plane, until it has come about.</summary>
    private Task Until(Func<bool> condition) => Eventually.Holds(condition, () =>
    {
        _contact.Heard();
        Step(100);
    });

    private void Step(int ms) => _time.Advance(TimeSpan.FromMilliseconds(ms));

    private Task Follow(string keys, string more = "", string models = "{ id: chat, targets: [ { provider: p, model: gpt } ] }")
    {
        var catalog = new TestCatalog($"providers: [ {{ id: p, baseUrl: '{_upstream.BaseUrl}', keys: [ {keys} ]{more} }} ]\nmodels: [ {models} ]");
        _views.Follow(catalog.Table, _time.MonotonicMs());
        _catalog.Replace(catalog.Snapshot, catalog.Table);
        return Task.CompletedTask;
    }
}
