using AiGateway.Edge.Hosting;
using System.Net.WebSockets;
using System.Text;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Realtime;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class RealtimeSessionTests : IAsyncLifetime
{
    private readonly SocketPair _caller = new();
    private readonly SocketPair _provider = new();
    private readonly CancellationTokenSource _aborted = new();
    private TurnBench _bench = null!;
    private RealtimeSession _session = null!;
    private Task _running = null!;

    [Fact]
    public async Task The_first_event_and_then_everything_passes_both_ways()
    {
        Assert.Equal("first", await Heard(_caller));
        await _caller.Say("up");
        await _provider.Say("down");
        Assert.Equal(("up", "down"), (await Heard(_provider), await Heard(_caller)));
        Assert.False(_session.Over.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_says_good_bye_the_other_hears_why(bool caller)
    {
        var (leaves, stays) = caller ? (_caller, _provider) : (_provider, _caller);
        var leaving = leaves.Far.CloseAsync((WebSocketCloseStatus)4321, "enough", TestContext.Current.CancellationToken);

        Assert.Equal((4321, "enough"), await stays.Parts());
        await leaving;
        leaves.HangUp();
        await Ended(CallOutcome.Ok);
    }

    [Theory]
    [InlineData(false, CallOutcome.Ok)]
    [InlineData(true, CallOutcome.ClientGone)]
    public async Task A_caller_that_is_cut_off_ends_it_for_the_provider(bool answering, CallOutcome outcome)
    {
        await Answering(answering);
        _caller.Cut();

        Assert.Equal(1000, (await _provider.Parts()).Code);
        await Ended(outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_is_cut_off_is_told_to_the_caller(bool callerSpeaks)
    {
        await Answering(true);
        _provider.Cut();
        if (callerSpeaks)
            await _caller.Say("hello?");

        Assert.Equal(1011, (await _caller.Parts()).Code);
        await Ended(CallOutcome.Interrupted);
    }

    [Fact]
    public async Task An_end_from_outside_is_told_to_both_and_what_was_said_meanwhile_is_charged()
    {
        await Answering(true);
        _session.End(SessionEnd.OfRevocation);
        Assert.Equal(4401, (await _caller.Parts()).Code);
        await _provider.Say("""{"type":"response.done","response":{"usage":{"input_tokens":5,"output_tokens":6}}}""");
        Assert.Equal(4401, (await _provider.Parts()).Code);

        await _running;
        Assert.Equal([(CallOutcome.Ok, 11)], _bench.Records);
    }

    [Fact]
    public async Task An_end_that_does_not_answer_is_left_after_a_while()
    {
        _session.End(SessionEnd.OfShutdown);
        Assert.Equal(1001, (await _caller.Parts()).Code);
        // The provider says nothing.
        Assert.False(_running.IsCompleted);
        await Eventually.Holds(() => _running.IsCompleted, () => _bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(100)));

        await Ended(CallOutcome.Ok);
    }

    [Fact]
    public async Task An_end_that_neither_reads_nor_answers_is_left_after_a_while()
    {
        var flood = Task.Run(async () =>
        {
            // More than the way to the caller holds, who hears nothing of it.
            for (var i = 0; i < 20; i++)
                await _provider.Say(new byte[20_000], WebSocketMessageType.Binary);
        }, TestContext.Current.CancellationToken);
        _session.End(SessionEnd.OfRevocation);
        await Eventually.Holds(() => _running.IsCompleted, () => _bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(100)));

        await _running;
        _provider.Cut();
        await Task.WhenAny(flood);
    }

    [Fact]
    public async Task A_connection_that_has_gone_unheard_ends_it_too()
    {
        await _aborted.CancelAsync();
        await Eventually.Holds(() => _running.IsCompleted, () => _bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(100)));

        await _running;
        Assert.Single(_bench.Records);
    }

    [Fact]
    public async Task Sessions_hear_of_catalogs_and_of_the_end_whenever_they_begin()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var catalog = _bench.Gateway.CatalogView;
        var sessions = new RealtimeSessions(catalog, new GatewayMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new GatewaySettings()));
        sessions.Add(_session);
        Assert.False(_running.IsCompleted);

        var stopping = sessions.StoppingAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        Assert.Equal((1001, 1001), ((await _caller.Parts()).Code, (await _provider.Parts()).Code));
        await stopping;
        sessions.Remove(_session);
        Assert.Equal(0, sessions.Count);

        using var late = new LateSession(_bench);
        sessions.Add(late.Session);
        Assert.Equal(1001, (await late.Caller.Parts()).Code);
        await late.Provider.Parts();
        await late.Session.Over;

        using var revoked = new LateSession(_bench, lets: false);
        new RealtimeSessions(catalog, new GatewayMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new GatewaySettings())).Add(revoked.Session);
        Assert.Equal(4401, (await revoked.Caller.Parts()).Code);
        await revoked.Provider.Parts();
        await revoked.Session.Over;
    }

    public async ValueTask InitializeAsync()
    {
        _bench = await TurnBench.Of("{ concurrent: 5 }");
        _session = new RealtimeSession(_caller.Near, _provider.Near, _bench.Turns, _ => true, 1 << 20, _bench.Gateway.Time);
        _running = _session.Run("first"u8.ToArray(), WebSocketMessageType.Text, _aborted.Token);
    }

    public ValueTask DisposeAsync()
    {
        _aborted.Dispose();
        _caller.Dispose();
        _provider.Dispose();
        _bench.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> Heard(SocketPair end) => Encoding.UTF8.GetString((await end.Hear()).Bytes);

    private async Task Answering(bool answers)
    {
        await Heard(_caller);
        if (!answers)
            return;
        await _provider.Say("""{"type":"response.created"}""");
        await Heard(_caller);
    }

    private async Task Ended(CallOutcome outcome)
    {
        await _running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(outcome, Assert.Single(_bench.Records).Outcome);
        Assert.Equal((true, 0), (_session.Over.IsCompleted, _bench.InUse(_bench.Consumer)));
    }

    private sealed class LateSession : IDisposable
    {
        public LateSession(TurnBench bench, bool lets = true)
        {
            Session = new RealtimeSession(Caller.Near, Provider.Near, bench.Turns, _ => lets, 1 << 20, bench.Gateway.Time);
            _ = Session.Run("first"u8.ToArray(), WebSocketMessageType.Text, CancellationToken.None);
        }

        public SocketPair Caller { get; } = new();

        public SocketPair Provider { get; } = new();

        public RealtimeSession Session { get; }

        public void Dispose()
        {
            Session.Dispose();
            Caller.Dispose();
            Provider.Dispose();
        }
    }
}
