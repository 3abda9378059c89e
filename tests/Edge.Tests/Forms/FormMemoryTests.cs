using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Tests.Media;
using AiGateway.Edge.Tests.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Forms;

/// <summary>Alone, for the whole process's memory is measured.</summary>
[CollectionDefinition(nameof(FormMemoryTests), DisableParallelization = true)]
[Collection(nameof(FormMemoryTests))]
public sealed class FormMemoryTests(ITestOutputHelper output)
{
    private const int FileBytes = 20 * 1024 * 1024;

    private static readonly byte[] Head = Encoding.UTF8.GetBytes($"--{FormText.Boundary}\r\n" + FormText.File(""));
    private static readonly byte[] Tail = Encoding.UTF8.GetBytes($"\r\n--{FormText.Boundary}\r\n{FormText.Field("model", "chat")}\r\n--{FormText.Boundary}--\r\n");

    [Fact]
    public async Task A_form_of_twenty_megabytes_takes_less_than_one_of_memory()
    {
        var spools = new Spools(new GatewaySettings());
        var reader = new FormReader(new GatewaySettings(), spools);
        await Pass(reader, spools);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Pass(reader, spools);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        output.WriteLine($"{allocated / 1024} KiB allocated in all, live and dead, for reading it and sending it twice");
        Assert.InRange(allocated, 0, 1024 * 1024);
    }

    /// <summary>Received, and sent to two keys.</summary>
    private static async Task Pass(FormReader reader, Spools spools)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = FormText.ContentType;
        http.Request.Body = new GrowingBody();
        var call = new Exchange(http, Operation.Transcriptions, "req_test", Calls.New(http).Table, 0, 0);
        Assert.Null(await reader.Read(call));
        Assert.Equal(FileBytes + "chat".Length, call.Form!.Length);
        for (var i = 0; i < 2; i++)
        {
            using var content = new FormContent(call.Form, "gpt");
            var sent = new CountingStream();
            await content.CopyToAsync(sent, TestContext.Current.CancellationToken);
            Assert.Equal(content.Headers.ContentLength, sent.Count);
        }
        call.Form.Dispose();
        call.Body.Dispose();
        Assert.Equal(0, spools.Taken);
    }

    /// <summary>A form whose file is made as it is read.</summary>
    private sealed class GrowingBody : MemoryStream
    {
        private long _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var at = _given;
            var into = buffer.Span;
            var count = at < Head.Length ? Copy(Head.AsSpan((int)at), into)
                : at < Head.Length + FileBytes ? Fill(into[..(int)Math.Min(into.Length, Head.Length + FileBytes - at)])
                : Copy(Tail.AsSpan((int)(at - Head.Length - FileBytes)), into);
            _given += count;
            return ValueTask.FromResult(count);
        }

        private static int Copy(ReadOnlySpan<byte> from, Span<byte> into)
        {
            var count = Math.Min(from.Length, into.Length);
            from[..count].CopyTo(into);
            return count;
        }

        private static int Fill(Span<byte> into)
        {
            into.Fill((byte)'x');
            return into.Length;
        }
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Count { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
