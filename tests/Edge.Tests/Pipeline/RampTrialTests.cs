using AiGateway.Core.Grayscale;
using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Cluster;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>What a call says of the target that a ramp has given it to.</summary>
public sealed class RampTrialTests : IDisposable
{
    private readonly TestGateway _gateway = new(RampCatalog.Yaml);

    public RampTrialTests() => _gateway.Ramps.Apply(RampCatalog.Status(5_000));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task An_answer_counts_for_the_side_that_gave_it()
    {
        _gateway.Provider.Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer());

        for (var i = 0; i < 3; i++)
            await _gateway.Call(TestGateway.Chat("team/chat"));

        var hosts = _gateway.Provider.Requests.Select(request => request.Address.Host).ToList();
        var report = Report()!;
        Assert.Equal((hosts.Count(h => h == "b"), hosts.Count(h => h == "a")), ((int)report.Canary.Judged, (int)report.Baseline.Judged));
        Assert.InRange(report.Canary.Calls, 1, 2);
        Assert.Equal((0L, 0L), (report.Canary.Failures, report.Baseline.Failures));
        Assert.Equal((report.Canary.Judged, 2 * report.Canary.Judged), (report.Canary.Timed, report.Canary.Tokens));
        Assert.Equal(0, report.Canary.FirstToken.Total());
    }

    [Fact]
    public async Task Only_a_stream_tells_the_time_to_its_first_token()
    {
        Only();
        _gateway.Provider.Answers(200, TestGateway.Stream("one", "two"), "text/event-stream");

        await _gateway.Call(TestGateway.Chat("team/chat", stream: true));

        var canary = Report()!.Canary;
        Assert.Equal((1L, 1L), (canary.Judged, canary.FirstToken.Total()));
    }

    [Fact]
    public async Task A_failure_counts_though_another_key_or_the_fallback_answers()
    {
        Only();
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        var caller = await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal((1L, 1L, 1L, 1), Counts());
    }

    [Fact]
    public async Task A_wrong_request_says_nothing()
    {
        Only();
        _gateway.Provider.Answers(400, """{"error":{"message":"bad","type":"invalid_request_error","code":"bad_value"}}""");

        await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal((1L, 0L, 0L, 0), Counts());
    }

    [Fact]
    public async Task A_caller_that_leaves_says_nothing()
    {
        Only();
        using var caller = new Caller(TestGateway.Chat("team/chat"), Fakes.TestCatalog.ConsumerKey);
        _gateway.Provider.Answers(200, TestGateway.Answer()).Before = _ =>
        {
            caller.Leave();
            return Task.FromException(new OperationCanceledException(caller.RequestAborted));
        };

        await _gateway.Run(caller);

        Assert.True(Report() is null or { Canary.Judged: 0 });
    }

    [Fact]
    public async Task A_key_over_its_rate_limit_counts_but_not_in_a_row()
    {
        Only();
        _gateway.Provider.Answers(429, """{"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}""").Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal((1L, 1L, 1L, 0), Counts());
    }

    [Fact]
    public async Task A_target_that_cannot_be_asked_has_failed()
    {
        Only();
        _gateway.Views.Endpoint("b").Apply(new EndpointStatus { EndpointId = "b", Epoch = 1, Version = 1, State = EndpointState.Open, UntilInMs = 9_000 }, _gateway.Time.MonotonicMs());
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal((1L, 1L, 1L, 1), Counts());
    }

    [Fact]
    public async Task A_target_that_this_edge_spares_until_an_owner_has_answered_is_not_blamed_again()
    {
        Only();
        foreach (var key in new[] { "b1", "b2" })
            _gateway.Views[key].Quarantine(_gateway.Time.MonotonicMs() + 2_000);
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal((1L, 0L, 0L, 0), Counts());
    }

    [Fact]
    public async Task A_target_whose_keys_wait_for_a_rate_limit_has_failed_but_not_in_a_row()
    {
        Only();
        foreach (var key in new[] { "b1", "b2" })
            _gateway.Views[key].Apply(new KeyStatus { KeyId = key, Epoch = 1, Version = 1, State = KeyHealthState.Throttled, UntilInMs = 30_000 }, _gateway.Time.MonotonicMs());
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal((1L, 1L, 1L, 0), Counts());
    }

    [Fact]
    public async Task A_ramp_that_is_over_counts_nothing()
    {
        _gateway.Ramps.Apply(RampCatalog.Status(10_000, version: 2, RampState.Promoted));
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat("team/chat"));

        Assert.Equal("b", Assert.Single(_gateway.Provider.Requests).Address.Host);
        Assert.Null(Report());
    }

    /// <summary>All calls go to the canary.</summary>
    private void Only() => _gateway.Ramps.Apply(RampCatalog.Status(10_000, version: 2));

    private (long, long, long, int) Counts() => Report()!.Canary is var canary ? (canary.Calls, canary.Judged, canary.Failures, canary.InARow) : default;

    private RampReport? Report() => _gateway.Ramps["team/chat"].NextReport(new EdgeIdentity("edge", 1), _gateway.Catalog.Table.Ramps[0].Ramp!.Terms, canaryHasNoKey: false);
}
