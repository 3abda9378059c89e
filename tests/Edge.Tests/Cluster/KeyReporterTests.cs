using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Catalog;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class KeyReporterTests : IAsyncLifetime
{
    private static readonly UpstreamFailure Dead = Failure(FailureClass.KeyDead, FailureScope.Key);

    private static readonly UpstreamFailure Outage = FailureClassifier.Transport(TransportFault.Reset);

    private static readonly UpstreamFailure Refusal = Failure(FailureClass.KeyDead, FailureScope.Endpoint) with { Message = "Country not supported." };

    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, FakeKey> _owners = [];
    private readonly FakeEndpoint _endpoint = new("p");
    private readonly LogLines _log = new();
    private readonly KeyViews _views = new();
    private readonly KeyReporter _reporter;

    public KeyReporterTests()
    {
        var grains = FakeGrains.New().Add<IApiKeyGrain>(Owner).Add<IEndpointGrain>(_ => _endpoint);
        _reporter = new KeyReporter(grains.Factory, _views, _time, new Logger<KeyReporter>(new OneLogger(_log)));
    }

    private long Now => _time.MonotonicMs();

    public async ValueTask InitializeAsync() => await _reporter.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reporter.StopAsync(CancellationToken.None);
        _reporter.Dispose();
    }

    [Fact]
    public async Task A_failure_takes_the_key_out_at_once_and_is_told_without_delay()
    {
        var (key, answer) = (_views["k"], new TaskCompletionSource());
        Owner("k").Before = () => answer.Task;
        Owner("k").Answer = Status(KeyHealthState.Dead);

        _reporter.Failed(key, "m", Dead);

        Assert.False(key.IsUsable("m", Now));
        await Eventually.Holds(() => Owner("k").Reports.Count == 1);
        Assert.Equal(new KeyFailure("m", Dead), Assert.Single(Owner("k").Reports[0].Failures));
        answer.SetResult();
        await Eventually.Holds(() => key.Status.State == KeyHealthState.Dead);
    }

    [Fact]
    public async Task The_owner_may_find_that_it_was_not_reason_enough()
    {
        var key = _views["k"];

        _reporter.Failed(key, "m", Dead);

        await Eventually.Holds(() => key.IsUsable("m", Now));
    }

    [Fact]
    public async Task Without_a_word_from_the_owner_the_key_comes_back_after_a_while()
    {
        var key = _views["k"];
        Owner("k").Before = () => Task.FromException(new TimeoutException());

        _reporter.Failed(key, "m", Failure(FailureClass.KeyThrottled, FailureScope.Key) with { RetryAfterMs = 60_000 });
        await Eventually.Holds(() => Owner("k").Reports.Count == 1);

        _time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.False(key.IsUsable("m", Now));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(key.IsUsable("m", Now));
    }

    [Theory]
    [InlineData(FailureClass.KeyDead)]
    [InlineData(FailureClass.KeyBilling)]
    public async Task A_key_that_is_refused_stays_out_until_its_owner_has_heard_of_it_whatever_is_said_meanwhile(FailureClass kind)
    {
        var key = _views["k"];
        Owner("k").Before = () => Task.FromException(new TimeoutException());
        _reporter.Failed(key, "m", Failure(kind, FailureScope.Key));
        await Eventually.Holds(() => Owner("k").Reports.Count == 1);

        // An owner of a later epoch, which has not heard of it.
        key.Apply(new KeyStatus { KeyId = "k", Epoch = 5, Version = 1, State = KeyHealthState.Active }, Now);
        await Eventually.Holds(() => Owner("k").Reports.Count >= 10, () => _time.Advance(TimeSpan.FromMilliseconds(250)));
        Assert.False(key.IsUsable("m", Now));

        Owner("k").Answer = new KeyStatus { KeyId = "k", Epoch = 5, Version = 2, State = KeyHealthState.Dead };
        Owner("k").Before = () => Task.CompletedTask;
        await Eventually.Holds(() => key.Status.State == KeyHealthState.Dead, () => _time.Advance(TimeSpan.FromMilliseconds(250)));
        // From now on the owner's word counts again.
        key.Apply(new KeyStatus { KeyId = "k", Epoch = 5, Version = 3, State = KeyHealthState.Active }, Now);
        await Eventually.Holds(() => key.IsUsable("m", Now));
    }

    [Fact]
    public async Task An_owner_that_is_gone_is_told_again_before_the_first_word_has_failed()
    {
        var asked = 0;
        Owner("k").Answer = new KeyStatus { KeyId = "k", Epoch = 1, Version = 1, State = KeyHealthState.Dead };
        Owner("k").Before = () => Interlocked.Increment(ref asked) == 1 ? new TaskCompletionSource().Task : Task.CompletedTask;

        _reporter.Failed(_views["k"], "m", Dead);

        await Eventually.Holds(() => _views["k"].Status.State == KeyHealthState.Dead, () => _time.Advance(TimeSpan.FromMilliseconds(250)));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_owner_that_hangs_does_not_hold_up_word_of_other_keys()
    {
        Owner("slow").Before = () => new TaskCompletionSource().Task;

        _reporter.Failed(_views["slow"], "m", Dead);
        _reporter.Failed(_views["fast"], "m", Dead);

        await Eventually.Holds(() => Owner("fast").Reports.Count == 1);
    }

    [Theory]
    [InlineData(FailureClass.ClientError)]
    [InlineData(FailureClass.ContextLength)]
    [InlineData(FailureClass.ContentPolicy)]
    [InlineData(FailureClass.ClientCancelled)]
    public async Task What_is_the_callers_own_fault_is_told_to_nobody(FailureClass kind)
    {
        _reporter.Failed(_views["k"], "m", Failure(kind, FailureScope.Request));
        _reporter.Failed(_views["other"], "m", Dead);

        await Eventually.Holds(() => Owner("other").Reports.Count == 1);
        Assert.Empty(Owner("k").Reports);
        Assert.True(_views["k"].IsUsable("m", Now));
    }

    [Theory]
    [InlineData(FailureScope.ProviderModel)]
    [InlineData(FailureScope.Endpoint)]
    public async Task What_is_not_the_keys_fault_is_told_but_does_not_take_it_out(FailureScope scope)
    {
        Owner("k").Before = () => new TaskCompletionSource().Task;

        _reporter.Failed(_views["k"], "m", Failure(FailureClass.Transient, scope));

        await Eventually.Holds(() => Owner("k").Reports.Count == 1);
        Assert.True(_views["k"].IsUsable("m", Now));
    }

    [Fact]
    public async Task What_concerns_one_model_takes_the_key_out_for_that_alone()
    {
        Owner("k").Before = () => new TaskCompletionSource().Task;

        _reporter.Failed(_views["k"], "m", Failure(FailureClass.ModelUnavailable, FailureScope.KeyModel));

        await Eventually.Holds(() => Owner("k").Reports.Count == 1);
        Assert.False(_views["k"].IsUsable("m", Now));
        Assert.True(_views["k"].IsUsable("other", Now));
    }

    [Fact]
    public async Task Successes_are_gathered_for_a_quarter_of_a_second()
    {
        for (var i = 0; i < 7; i++)
            KeyReporter.Succeeded(_views["k"], "m");
        Assert.Empty(Owner("k").Reports);

        await Eventually.Holds(() => Owner("k").Reports.Count > 0, () => _time.Advance(TimeSpan.FromMilliseconds(250)));

        Assert.Equal((7, 0), (Owner("k").Reports[0].Successes, Owner("k").Reports[0].Failures.Length));
    }

    [Fact]
    public async Task Of_a_probe_the_owner_hears_success_failure_or_neither()
    {
        var (key, grant) = (_views["k"], new ProbeGrant("ticket", 1, ProbeKind.RealCall));

        _reporter.Probed(key, grant, "m", null);
        _reporter.Probed(key, grant, "m", Dead);
        _reporter.Probed(key, grant, "m", FailureClassifier.Transport(TransportFault.ClientCancelled));

        await Eventually.Holds(() => Owner("k").Probes.Count == 3);
        Assert.Equal(
            [new ProbeReport("ticket", true, "m", null), new ProbeReport("ticket", false, "m", Dead), new ProbeReport("ticket", false, "m", null)],
            Owner("k").Probes);
    }

    [Fact]
    public async Task What_says_something_of_the_provider_is_told_to_the_endpoints_owner_with_what_it_needs()
    {
        Follow("{ id: k1, secret: a }, { id: k2, secret: b }, { id: k3, secret: c, disabled: true }", ", health: { openMs: 700 }");
        _views["k2"].Apply(new KeyStatus { KeyId = "k2", Epoch = 1, Version = 1, State = KeyHealthState.Dead }, Now);
        KeyReporter.Succeeded(_views["k1"], "m");

        _reporter.Failed(_views["k1"], "m", Outage);

        await Eventually.Holds(() => _endpoint.Reports.Count == 1);
        var report = _endpoint.Reports[0];
        Assert.Equal((1, 700L), (report.KeysInUse, report.Terms.OpenMs));
        Assert.Equal(new KeySuccesses("k1", 1) { Model = "m" }, Assert.Single(report.Successes));
        Assert.Equal(new KeyFault("k1", Outage) { Model = "m" }, Assert.Single(report.Faults));
        await Eventually.Holds(() => Owner("k1").Reports.Count == 1);
        Assert.Equal((1, 700L), (Owner("k1").Reports[0].Successes, Owner("k1").Reports[0].Terms!.OpenMs));
    }

    [Theory]
    [InlineData(FailureClass.KeyThrottled, FailureScope.Key)]
    [InlineData(FailureClass.KeyBilling, FailureScope.Key)]
    [InlineData(FailureClass.KeyThrottled, FailureScope.KeyModel)]
    public async Task What_an_account_has_used_up_none_of_its_keys_has(FailureClass kind, FailureScope scope)
    {
        Follow("{ id: k1, secret: a, quotaGroup: org }, { id: k2, secret: b, quotaGroup: org }, { id: k3, secret: c }, { id: k4, secret: d, quotaGroup: org, disabled: true }");
        var used = Failure(kind, scope);
        // Owners that do not answer lift no quarantine.
        Owner("k1").Before = Owner("k2").Before = () => new TaskCompletionSource().Task;

        _reporter.Failed(_views["k1"], "m", used);

        Assert.Equal([false, false, true], Enumerable.Range(1, 3).Select(i => _views[$"k{i}"].IsUsable("m", Now)));
        Assert.Equal(scope == FailureScope.KeyModel, _views["k2"].IsUsable("other", Now));
        await Eventually.Holds(() => Owner("k1").Reports.Count == 1 && Owner("k2").Reports.Count == 1);
        Assert.Equal(new KeyFailure("m", used), Assert.Single(Owner("k2").Reports[0].Failures));
        Assert.Empty(Owner("k3").Reports);
        Assert.Empty(Owner("k4").Reports);
    }

    [Fact]
    public async Task A_key_that_is_refused_says_nothing_of_its_account()
    {
        Follow("{ id: k1, secret: a, quotaGroup: org }, { id: k2, secret: b, quotaGroup: org }");

        _reporter.Failed(_views["k1"], "m", Dead);

        await Eventually.Holds(() => Owner("k1").Reports.Count == 1);
        Assert.True(_views["k2"].IsUsable("m", Now));
        Assert.Empty(Owner("k2").Reports);
    }

    [Fact]
    public async Task Successes_reach_both_owners_once()
    {
        Follow("{ id: k1, secret: a }, { id: k2, secret: b }");
        KeyReporter.Succeeded(_views["k1"], "m");
        KeyReporter.Succeeded(_views["k1"], "m");
        KeyReporter.Succeeded(_views["k2"], "m");

        await Eventually.Holds(() => _endpoint.Reports.Count > 0 && Owner("k1").Reports.Count > 0, () => _time.Advance(TimeSpan.FromMilliseconds(250)));
        _time.Advance(TimeSpan.FromMilliseconds(750));

        Assert.Equal([new KeySuccesses("k1", 2) { Model = "m" }, new KeySuccesses("k2", 1) { Model = "m" }], Assert.Single(_endpoint.Reports).Successes);
        Assert.Equal(2, Assert.Single(Owner("k1").Reports).Successes);
    }

    [Fact]
    public void What_fails_for_all_keys_here_is_left_alone_here_at_once()
    {
        Follow("{ id: k1, secret: a }, { id: k2, secret: b }");

        for (var i = 0; i < 4; i++)
            _reporter.Failed(_views[$"k{1 + (i % 2)}"], "m", Outage);
        Assert.True(_views.Endpoint("p").IsUsable(Now));
        _reporter.Failed(_views["k1"], "m", Outage);

        Assert.False(_views.Endpoint("p").IsUsable(Now));
        Assert.Equal(2_000, _views.Endpoint("p").UntilInMs(Now));
        Assert.True(_views["k1"].IsUsable("m", Now) && _views["k2"].IsUsable("m", Now));
        _time.Advance(TimeSpan.FromMilliseconds(2_000));
        Assert.True(_views.Endpoint("p").IsUsable(Now));
    }

    [Fact]
    public void A_key_that_fails_alone_here_is_left_alone_here_at_once()
    {
        Follow("{ id: k1, secret: a }, { id: k2, secret: b }");

        for (var i = 0; i < 5; i++)
        {
            KeyReporter.Succeeded(_views["k2"], "m");
            _reporter.Failed(_views["k1"], "m", Outage);
        }

        // Successes of another key end a count in a row for the endpoint, not for the key.
        Assert.False(_views["k1"].IsUsable("m", Now));
        Assert.True(_views["k2"].IsUsable("m", Now));
        Assert.True(_views.Endpoint("p").IsUsable(Now));
    }

    [Fact]
    public async Task An_edge_that_is_not_let_in_with_a_key_does_without_it_says_so_and_tells_nobody()
    {
        Follow("{ id: k1, secret: a }, { id: k2, secret: b }, { id: k3, secret: c }", ", health: { unfitMs: 60000 }");

        _reporter.Failed(_views["k1"], "m", Refusal);
        _reporter.Failed(_views["k1"], "m", Refusal);
        _reporter.Failed(_views["other"], "m", Dead);

        Assert.Equal([false, true, true], Enumerable.Range(1, 3).Select(i => _views[$"k{i}"].IsUsable("m", Now)));
        Assert.True(_views.Endpoint("p").IsUsable(Now));
        await Eventually.Holds(() => Owner("other").Reports.Count == 1);
        Assert.Empty(_endpoint.Reports);
        Assert.Empty(Owner("k1").Reports);
        Assert.Equal(
            ["Provider p does not let this edge in with key k1, because of its address or country; not using it here for 60 s: Country not supported."],
            _log.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text));
        _views["k1"].Apply(new KeyStatus { KeyId = "k1", Epoch = 1, Version = 1 }, Now);
        Assert.False(_views["k1"].IsUsable("m", Now));
        _time.Advance(TimeSpan.FromMilliseconds(60_000));
        Assert.True(_views["k1"].IsUsable("m", Now));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(6, 3)]
    public void With_half_of_the_keys_it_leaves_the_provider_alone(int keys, int enough)
    {
        Follow(string.Join(", ", Enumerable.Range(1, keys).Select(i => $"{{ id: k{i}, secret: s{i} }}")));
        for (var i = 1; i < enough; i++)
            _reporter.Failed(_views[$"k{i}"], "m", Refusal);
        Assert.True(_views.Endpoint("p").IsUsable(Now));

        _reporter.Failed(_views[$"k{enough}"], "m", Refusal);

        Assert.False(_views.Endpoint("p").IsUsable(Now));
        Assert.False(_views.Endpoint("p").MayEnter(Now, out _));
        Assert.Equal("Provider p does not let this edge in, because of its address or country; leaving it alone for 300 s", _log.Lines[^1].Text);
        _views.Endpoint("p").MarkFit();
        Assert.True(_views.Endpoint("p").IsUsable(Now) && _views["k1"].IsUsable("m", Now));
    }

    [Fact]
    public async Task Of_a_trial_of_the_endpoint_its_owner_hears_and_the_key_is_blamed_for_what_is_its_own()
    {
        Follow("{ id: k1, secret: a }, { id: k2, secret: b }");
        var (key, grant) = (_views["k1"], new ProbeGrant("ticket", 1, ProbeKind.RealCall) { OfEndpoint = true });
        var wrong = Failure(FailureClass.ClientError, FailureScope.Request);

        _reporter.Probed(key, grant, "m", null);
        _reporter.Probed(key, grant, "m", Outage);
        _reporter.Probed(key, grant, "m", wrong);
        _reporter.Probed(key, grant, "m", FailureClassifier.Transport(TransportFault.ClientCancelled));
        _reporter.Probed(key, grant, "m", Dead);

        await Eventually.Holds(() => _endpoint.Probes.Count == 5 && Owner("k1").Reports.Count == 1);
        Assert.Equal(
            [new("ticket", true, "m", null), new("ticket", false, "m", Outage), new("ticket", false, "m", wrong), new("ticket", false, "m", null), new("ticket", false, "m", Dead)],
            _endpoint.Probes);
        Assert.Equal(Dead, Assert.Single(Owner("k1").Reports[0].Failures).Failure);
        Assert.Empty(Owner("k1").Probes);
        Assert.Empty(_endpoint.Reports);
    }

    private void Follow(string keys, string more = "") =>
        _views.Follow(new TestCatalog($"providers: [ {{ id: p, baseUrl: 'http://p/', keys: [ {keys} ]{more} }} ]").Table, Now);

    private FakeKey Owner(string id)
    {
        lock (_owners)
            return _owners.TryGetValue(id, out var owner) ? owner : _owners[id] = new FakeKey(id);
    }

    private static KeyStatus Status(KeyHealthState state) => new() { KeyId = "k", Epoch = 1, Version = 1, State = state };

    private static UpstreamFailure Failure(FailureClass kind, FailureScope scope) => new() { Class = kind, Scope = scope };
}
