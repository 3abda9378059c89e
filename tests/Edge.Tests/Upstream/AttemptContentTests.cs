using System.Buffers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Tests.Upstream;

public sealed class AttemptContentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_is_sent_whole_as_often_as_the_connection_asks()
    {
        using var content = new AttemptContent(Body("0123456789"));
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        await content.CopyToAsync(first, Cancel);
        await content.CopyToAsync(second, Cancel);

        Assert.Equal("0123456789"u8.ToArray(), first.ToArray());
        Assert.Equal("0123456789"u8.ToArray(), second.ToArray());
        Assert.Equal((10, "application/json"), (content.Headers.ContentLength, content.Headers.ContentType!.ToString()));
    }

    [Fact]
    public async Task Memory_is_kept_while_the_connection_still_sends_and_given_back_after()
    {
        var body = Body("0123456789");
        var content = new AttemptContent(body);
        using var slow = new SlowStream();
        var sending = content.CopyToAsync(slow, Cancel);

        content.Dispose();
        Assert.Equal(10, body.Length);

        slow.Go.SetResult();
        await sending;
        Assert.Equal(0, body.Length);
    }

    [Fact]
    public async Task A_body_that_was_given_back_is_not_sent_again()
    {
        var body = Body("0123456789");
        var content = new AttemptContent(body);
        content.Dispose();
        content.Dispose();

        Assert.Equal(0, body.Length);
        using var late = new MemoryStream();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => content.CopyToAsync(late, Cancel));
        Assert.Equal(0, late.Length);
    }

    private static PooledBody Body(string text)
    {
        var body = new PooledBody(16);
        body.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return body;
    }

    private sealed class SlowStream : MemoryStream
    {
        public TaskCompletionSource Go { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Go.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
