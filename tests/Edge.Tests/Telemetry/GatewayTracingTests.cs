using System.Diagnostics;
using AiGateway.Edge.Telemetry;
using AiGateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Telemetry;

public sealed class GatewayTracingTests : IDisposable
{
    private readonly GatewayTracing _tracing = new();

    /// <summary>Decides as OpenTelemetry does by default: a trace that has begun is recorded if its beginning was.</summary>
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == GatewayTelemetry.Name,
        Sample = (ref options) => options.Parent == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? ActivitySamplingResult.AllDataAndRecorded
            : ActivitySamplingResult.None,
    };

    public GatewayTracingTests() => ActivitySource.AddActivityListener(_listener);

    [Fact]
    public void A_call_is_a_trace_of_its_own_whatever_the_server_does_around_it()
    {
        using var server = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn").Start();

        using var call = _tracing.StartCall(new DefaultHttpContext(), "chat");

        Assert.NotNull(call);
        Assert.True(call.Recorded);
        Assert.NotEqual(server.TraceId, call.TraceId);
        Assert.Equal(default, call.ParentSpanId);
    }

    [Theory]
    [InlineData("01", true)]
    [InlineData("00", false)]
    public void A_callers_trace_is_continued_if_it_is_recorded(string flags, bool recorded)
    {
        using var server = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn").Start();
        var http = new DefaultHttpContext();
        http.Request.Headers["traceparent"] = $"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-{flags}";

        using var call = _tracing.StartCall(http, "chat");

        Assert.Equal(recorded ? "0af7651916cd43dd8448eb211c80319c" : null, call?.TraceId.ToHexString());
    }

    public void Dispose()
    {
        _listener.Dispose();
        _tracing.Dispose();
    }
}
