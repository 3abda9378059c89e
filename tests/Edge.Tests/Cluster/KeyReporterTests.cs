using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class KeyReporterTests : IAsyncLifetime
{
    private static readonly UpstreamFailure Dead = Failure(FailureClass.KeyDead, FailureScope.Key);

    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, FakeKey> _owners = [];
    private readonly KeyViews _views = new();
    private readonly KeyReporter _reporter;

    public KeyReporterTests()
    {
        var grains = FakeGrains.New().Add<IApiKeyGrain>(Owner);
        _reporter = new KeyReporter(grains.Factory, _views, _time, NullLogger<KeyReporter>.Instance);
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

        _reporter.Failed(key, "m", Dead);
        await Eventually.Holds(() => Owner("k").Reports.Count == 1);

        _time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.False(key.IsUsable("m", Now));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(key.IsUsable("m", Now));
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
            KeyReporter.Succeeded(_views["k"]);
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

    private FakeKey Owner(string id)
    {
        lock (_owners)
            return _owners.TryGetValue(id, out var owner) ? owner : _owners[id] = new FakeKey(id);
    }

    private static KeyStatus Status(KeyHealthState state) => new() { KeyId = "k", Epoch = 1, Version = 1, State = state };

    private static UpstreamFailure Failure(FailureClass kind, FailureScope scope) => new() { Class = kind, Scope = scope };
}
