using System.Buffers;
using System.IO.Pipelines;

namespace AiGateway.Upstream;

/// <summary>The same answer to every call; a stream of 100 events, evenly spaced, to those that ask for one.</summary>
internal sealed class CannedProvider(TimeSpan gap)
{
    public async Task HandleAsync(HttpContext context)
    {
        var asks = await ReadAsync(context.Request.BodyReader);
        var messages = context.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal);
        if (asks.Stream)
            await StreamAsync(context, index => messages ? CannedMessages.Event(index) : Canned.Event(index, asks.Usage));
        else
            await WholeAsync(context.Response, messages ? CannedMessages.Whole : Canned.Whole);
    }

    private static async Task<(bool Stream, bool Usage)> ReadAsync(PipeReader body)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var asks = (Holds(read.Buffer, "\"stream\""u8), Holds(read.Buffer, "\"include_usage\""u8));
            body.AdvanceTo(read.Buffer.End);
            return asks;
        }
    }

    /// <summary>Whether a member of this name is true. No parser: the bodies are our own.</summary>
    private static bool Holds(in ReadOnlySequence<byte> body, ReadOnlySpan<byte> name)
    {
        var text = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        var at = text.IndexOf(name);
        return at >= 0 && text[(at + name.Length)..].TrimStart(": "u8).StartsWith("true"u8);
    }

    private static async Task WholeAsync(HttpResponse response, byte[] whole)
    {
        response.ContentType = "application/json";
        response.ContentLength = whole.Length;
        await response.BodyWriter.WriteAsync(whole);
    }

    private async Task StreamAsync(HttpContext context, Func<int, byte[]> next)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        var gone = context.RequestAborted;
        var writer = context.Response.BodyWriter;
        using var timer = gap > TimeSpan.Zero ? new PeriodicTimer(gap) : null;
        for (var i = 0; i < Canned.EventCount; i++)
        {
            if (i > 0 && timer is not null)
                await timer.WaitForNextTickAsync(gone);
            await writer.WriteAsync(next(i), gone);
        }
    }
}
