using AiGateway.Edge.Hosting;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;
using AiGateway.Edge.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>Streams of events about what is kept, on their way through.</summary>
public sealed class EventRelayTests : IDisposable
{
    private const string First = "event: thread.created\ndata: {\"id\":\"thread_1\",\"object\":\"thread\"}\n\n";

    private readonly TestGateway _gateway = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Caller _caller = new("{}", TestCatalog.ConsumerKey);
    private readonly Pipe _provider = new();

    public void Dispose()
    {
        _caller.Dispose();
        _services.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public async Task Each_piece_goes_on_before_the_next_has_come_and_not_before_its_thread_is_the_callers()
    {
        var stored = new TaskCompletionSource();
        _gateway.Pin(PinKey.Of(PinKind.Thread, "thread_1"u8)).Before = () => stored.Task;
        var (call, running) = Run("/threads/runs");

        await Send(First[..20]);
        await Send(First[20..]);
        Assert.Equal("", _caller.Received);
        stored.SetResult();
        await Eventually.Holds(() => _caller.Received == First);
        await Send("data: any");
        await Eventually.Holds(() => _caller.Received == First + "data: any");
        await _provider.Writer.CompleteAsync();
        Assert.Equal(default, await running);

        Assert.Equal((CallOutcome.Ok, true), (call.Outcome, call.Settled));
        Assert.Equal("k1", (await _gateway.Objects.Find(PinKind.Thread, "thread_1", "team")).Pin!.Account);
    }

    [Fact]
    public async Task A_thread_that_cannot_be_stored_is_told_before_anything_is_sent()
    {
        _gateway.Pin(PinKey.Of(PinKind.Thread, "thread_1"u8)).Before = () => Task.FromException(new TimeoutException("gone"));
        var (_, running) = Run("/threads/runs");
        await Send(First);

        var result = await running;

        Assert.Equal(("objects_unavailable", ""), (result.Error!.Code, _caller.Received));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_does_so_for_its_caller()
    {
        var (call, running) = Run("/threads/thread_1/runs");
        await Send("data: 1\n\n");
        await Eventually.Holds(() => _caller.Received.Length > 0);
        _caller.Http.Features.Set<Microsoft.AspNetCore.Http.Features.IHttpResponseFeature>(new Started());
        await _provider.Writer.CompleteAsync(new IOException("reset"));

        await Assert.ThrowsAsync<AnswerBrokenOffException>(async () => await running);

        Assert.Equal((CallOutcome.Interrupted, "data: 1\n\n"), (call.Outcome, _caller.Received));
    }

    [Fact]
    public async Task One_that_breaks_off_before_it_begins_is_a_failure_like_any_other()
    {
        var (_, running) = Run("/threads/thread_1/runs");
        await _provider.Writer.CompleteAsync(new IOException("reset"));

        Assert.NotNull((await running).Failure);
    }

    private (Exchange Call, Task<ObjectResult> Running) Run(string path)
    {
        var request = ObjectPaths.Read("POST", path, out _)!;
        var table = _gateway.Catalog.Table;
        var call = new Exchange(_caller.Http, request.Operation, "req_test", table, 0, _gateway.Time.GetTimestamp()) { Consumer = table.Consumers["team"], Route = new AiGateway.Edge.Pipeline.Route("", null, null, [], null) };
        call.Begin(new Attempt(ObjectRoutes.HopTo(table.Providers["p"], null), table.Providers["p"].Keys[0], null, null), _gateway.Time.GetTimestamp());
        var settle = new Settle(
            _gateway.Journal, _gateway.Prices, new Explanation(_gateway.Views, _gateway.Time), new GatewayMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new GatewaySettings()), _gateway.Time, NullLogger<Settle>.Instance);
        var relay = new EventRelay(new ObjectOwners(_gateway.Objects), settle, new Explanation(_gateway.Views, _gateway.Time));
        return (call, Relay());

        async Task<ObjectResult> Relay()
        {
            using var message = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(_provider.Reader.AsStream()) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
            using var answer = UpstreamAnswer.From(200, message.Headers, message.Content);
            using var clock = new AnswerClocks(_gateway.Settings, _gateway.Time).For(call);
            return await relay.Run(call, request, answer, clock);
        }
    }

    private async Task Send(string text) => await _provider.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    private sealed class Started : Microsoft.AspNetCore.Http.Features.HttpResponseFeature
    {
        public override bool HasStarted => true;
    }
}
