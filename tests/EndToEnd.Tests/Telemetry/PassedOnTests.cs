using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>What a provider learns of its caller's trace.</summary>
public sealed class PassedOnTests(ObservedGateway gateway) : IClassFixture<ObservedGateway>
{
    private const string Trace = "5759e988bd862e3fe1be46a994272793";

    [Fact]
    public async Task A_trace_that_is_continued_here_goes_no_further()
    {
        (string, string)[] context = [("tracestate", "vendor=of-the-caller"), ("baggage", "user=of-the-caller"), ("correlation-context", "user=of-the-caller")];
        var answer = await gateway.ChatWithin($"00-{Trace}-53995c3f42cd8ad8-01", "plain", context);

        Assert.Equal(Trace, (await gateway.SpanOf(answer.Header("x-request-id"))).TraceId);
        var upstream = Assert.Single((await gateway.Fake.Log()).Entries);
        Assert.DoesNotContain("traceparent", upstream.Headers.Keys);
        Assert.DoesNotContain(upstream.Headers.Values, value => value.Contains(Trace, StringComparison.Ordinal) || value.Contains("of-the-caller", StringComparison.Ordinal));
    }
}
