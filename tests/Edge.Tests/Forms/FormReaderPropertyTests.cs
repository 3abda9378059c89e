using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Tests.Media;
using AiGateway.Edge.Tests.Pipeline;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Forms;

public sealed class FormReaderPropertyTests
{
    private static readonly FormReader Reader = new(new GatewaySettings { MaxFileBytes = 1_000_000 }, new Spools(new GatewaySettings()));

    private static readonly byte[] Recorded = Encoding.UTF8.GetBytes("preamble\r\n" + FormText.Of(
        FormText.File("RIFF\r\n--" + FormText.Boundary[..20] + "\r\n\r\n--", fileName: "é\\\"a.wav"), FormText.Field("model", "chat"), FormText.Field("prompt", "Größe"),
        FormText.Field("timestamp_granularities[]", "word"), FormText.Field("response_format", "json"), FormText.File("", "other")) + "epilogue");

    [Fact]
    public async Task Reads_of_any_sizes_give_the_same()
    {
        var whole = await Read(Recorded, [Recorded.Length]);
        Assert.StartsWith("""{"file":null,"model":"chat","response_format":"json"} file|""", whole, StringComparison.Ordinal);
        for (var size = 1; size < 80; size++)
            Assert.Equal(whole, await Read(Recorded, [size]));
        await Gen.Int[1, 60].Array[1, 20].SampleAsync(async sizes => Assert.Equal(whole, await Read(Recorded, sizes)));
    }

    [Fact]
    public async Task A_form_cut_at_any_byte_is_refused()
    {
        var end = Encoding.UTF8.GetString(Recorded).LastIndexOf("--\r\nepilogue", StringComparison.Ordinal);
        end = Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(Recorded)[..end]);
        for (var at = 0; at < end; at++)
            Assert.StartsWith("400", await Read(Recorded[..at], [64]), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_damaged_form_is_read_or_refused_and_never_throws() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte, Gen.Int[0, 30], Gen.Int[0, 3]).SampleAsync(async (at, value, length, kind) =>
        {
            at %= Recorded.Length;
            var rest = Math.Min(at + length, Recorded.Length);
            byte[] damaged = kind switch
            {
                0 => [.. Recorded[..at], value, .. Recorded[(at + 1)..]],
                1 => [.. Recorded[..at], .. Recorded[rest..]],
                2 => [.. Recorded[..rest], .. Recorded[at..]],
                _ => [.. Recorded[..at], .. "\r\n--"u8, .. Encoding.UTF8.GetBytes(FormText.Boundary), .. "\r\n"u8, .. Recorded[at..]],
            };
            var read = await Read(damaged, [Math.Max(1, length)]);
            Assert.True(read.StartsWith("400", StringComparison.Ordinal) || read.StartsWith('{'), read);
        });

    /// <returns>What was read, or the status and code of the refusal. What the gateway then sends reads the same again.</returns>
    private static async Task<string> Read(byte[] form, int[] sizes)
    {
        var first = await Once(new MemoryStream(form), FormText.ContentType, sizes);
        using var parsed = first.Form;
        if (first.Error is { } error)
            return $"{error.Status} {error.Code}";
        var text = Text(first);
        if (!parsed!.Parts.Exists(part => part.Name == "model"))
            return text;

        using var content = new FormContent(parsed, "chat");
        using var sent = new MemoryStream();
        await content.CopyToAsync(sent, TestContext.Current.CancellationToken);
        sent.Position = 0;
        var again = await Once(sent, content.Headers.ContentType!.ToString(), [100_000]);
        using var second = again.Form;
        Assert.Null(again.Error);
        Assert.Equal(parsed.Parts.Select(part => (part.Head.IsFile, part.Name == "model" ? 4 : part.Length)), second!.Parts.Select(part => (part.Head.IsFile, part.Length)));
        return text;
    }

    private static async Task<(Form? Form, string Json, OpenAiError? Error)> Once(Stream body, string contentType, int[] sizes)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = contentType;
        http.Request.Body = new Pieces(body, sizes);
        var call = new Exchange(http, Operation.Transcriptions, "req_test", Calls.New(http).Table, 0, 0);
        var error = await Reader.Read(call);
        var json = call.Body is { } read ? Encoding.UTF8.GetString(read.Span) : "";
        call.Body?.Dispose();
        return (call.Form, json, error);
    }

    private static string Text((Form? Form, string Json, OpenAiError? Error) read) =>
        $"{read.Json} {string.Join(' ', read.Form!.Parts.Select(part => $"{part.Name}|{part.Head.FileName}|{part.Head.ContentType}|{part.Start}+{part.Length}"))}";

    private sealed class Pieces(Stream from, int[] sizes) : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            from.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[_reads++ % sizes.Length])], cancellationToken);
    }
}
