using System.IO.Pipelines;
using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class ReadTests
{
    private static readonly GatewaySettings Settings = new() { MaxRequestBytes = 100_000, MaxBufferedBytes = 150_000, BodyTimeoutMs = 1_000 };

    private readonly Read _read = new(Settings);

    [Fact]
    public async Task A_body_is_read_and_counted_until_it_is_released()
    {
        var call = Call(TestGateway.Chat());

        Assert.Null(await _read.Run(call));

        Assert.Equal("chat", call.Scan.Model);
        Assert.Equal(TestGateway.Chat().Length, _read.BufferedBytes);
        _read.Release(call);
        Assert.Equal(0, _read.BufferedBytes);
    }

    [Theory]
    [InlineData(true, 63)]
    [InlineData(false, 63)]
    [InlineData(true, 65)]
    [InlineData(false, 65)]
    [InlineData(false, 97)]
    public async Task A_body_of_any_size_is_whole_in_whatever_pieces_it_comes(bool announced, int kilobytes)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var body = $$"""{"model":"chat","messages":[{"role":"user","content":"{{Words(kilobytes * 1_000, seed)}}"}]}""";
            var call = Call(body);
            call.Http.Request.Body = new ChoppedStream(Encoding.UTF8.GetBytes(body), new Random(seed));
            call.Http.Request.ContentLength = announced ? body.Length : null;

            Assert.Null(await _read.Run(call));

            Assert.True(body == Encoding.UTF8.GetString(call.Body.Span), $"seed {seed}");
            Assert.Equal(body.Length, _read.BufferedBytes);
            _read.Release(call);
            Assert.Equal(0, _read.BufferedBytes);
        }
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData(null, 415)]
    [InlineData("application/json; charset=utf-8", null)]
    [InlineData("APPLICATION/JSON", null)]
    [InlineData("application/vnd.api+json", null)]
    public async Task Only_json_is_read(string? contentType, int? status)
    {
        var call = Call(TestGateway.Chat());
        call.Http.Request.ContentType = contentType;

        Assert.Equal(status, (await _read.Run(call))?.Status);
    }

    [Fact]
    public async Task A_body_announced_too_large_is_refused_unread()
    {
        var call = Call(TestGateway.Chat());
        call.Http.Request.ContentLength = Settings.MaxRequestBytes + 1;

        var error = await _read.Run(call);

        Assert.Equal((413, true), (error!.Status, error.CloseConnection));
        Assert.Null(call.Body);
        _read.Release(call);
    }

    [Fact]
    public async Task A_body_that_turns_out_too_large_is_refused_and_given_back()
    {
        var call = Call(new string(' ', 100_001));
        call.Http.Request.ContentLength = null;

        var error = await _read.Run(call);
        _read.Release(call);

        Assert.Equal((413, 0L), (error!.Status, _read.BufferedBytes));
    }

    [Fact]
    public async Task A_call_too_many_is_asked_to_come_back()
    {
        var first = Call(new string(' ', 90_000));
        await _read.Run(first);
        var second = Call(new string(' ', 90_000));

        var error = await _read.Run(second);

        Assert.Equal(503, error!.Status);
        Assert.NotNull(error.RetryAfter);
        _read.Release(second);
        _read.Release(first);
        Assert.Equal(0, _read.BufferedBytes);
    }

    [Fact]
    public async Task A_body_that_stops_arriving_times_out()
    {
        var (call, pipe) = Slow();
        await pipe.Writer.WriteAsync("{\"model\""u8.ToArray(), TestContext.Current.CancellationToken);

        var error = await _read.Run(call);

        Assert.Equal((408, true), (error!.Status, error.CloseConnection));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_of_a_body_is_not_the_gateways_fault()
    {
        var (call, pipe) = Slow();
        await pipe.Writer.WriteAsync("{\"model\""u8.ToArray(), TestContext.Current.CancellationToken);
        var reading = _read.Run(call).AsTask();
        await pipe.Writer.CompleteAsync(new IOException("The connection was reset."));

        Assert.Equal(400, (await reading)!.Status);
    }

    [Fact]
    public async Task A_length_that_is_only_announced_costs_no_memory()
    {
        var read = new Read(new GatewaySettings());
        var (call, pipe) = Slow();
        call.Http.Request.ContentLength = 30 * 1024 * 1024;

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = read.Run(call).AsTask();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(reading.IsCompleted);
        Assert.InRange(allocated, 0, 1024 * 1024);
        await pipe.Writer.CompleteAsync();
        Assert.NotNull(await reading);
    }

    [Fact]
    public async Task A_body_that_comes_in_pieces_is_whole()
    {
        var (call, pipe) = Slow();
        var reading = _read.Run(call).AsTask();
        foreach (var piece in TestGateway.Chat().Chunk(7))
            await pipe.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(piece), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        Assert.Null(await reading);
        Assert.Equal("chat", call.Scan.Model);
    }

    private static Exchange Call(string body) => Calls.New(new Caller(body, "k").Http);

    private static (Exchange Call, Pipe Body) Slow()
    {
        var (call, pipe) = (Call(""), new Pipe());
        call.Http.Request.ContentLength = null;
        call.Http.Features.Set<IRequestBodyPipeFeature>(new Body(pipe.Reader));
        return (call, pipe);
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;

    private static string Words(int length, int seed)
    {
        var random = new Random(seed);
        return string.Create(length, random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)('a' + random.Next(26));
        });
    }

    /// <summary>Gives as much at a time as the dice say.</summary>
    private sealed class ChoppedStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(4) == 0 ? random.Next(1, 100) : random.Next(1, 30_000))], cancellationToken);
    }
}

/// <summary>Calls that stand somewhere on their way.</summary>
internal static class Calls
{
    private static readonly TestCatalog Catalog = new(TestGateway.TwoKeys);

    public static Exchange New(HttpContext http, RoutingTable? table = null) =>
        new(http, Operation.ChatCompletions, "req_test", table ?? Catalog.Table, 0, 0);

    /// <summary>A call that has been read, for a model.</summary>
    public static Exchange Asking(string model, RoutingTable? table = null, string consumer = "team")
    {
        var call = New(new DefaultHttpContext(), table);
        call.Consumer = call.Table.Consumers[consumer];
        call.Scan = new RequestScan { Model = model };
        return call;
    }
}
