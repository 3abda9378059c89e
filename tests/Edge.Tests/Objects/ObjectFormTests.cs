using System.Text;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Objects;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>Forms that may name what is kept, on their way through.</summary>
public sealed class ObjectFormTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_arrives_as_it_was_sent()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a calm sea"), "prompt" }, { new StringContent("sora-2"), "model" }, { new ByteArrayContent([.. Enumerable.Range(0, 100_000).Select(i => (byte)i)]), "input_reference", "two seas.png" }, { new StringContent("4"), "seconds" },
        };
        var sent = await form.ReadAsByteArrayAsync(Token);

        var (type, passed) = await Pass(form.Headers.ContentType!.ToString(), sent);

        var arrived = await Parts(type, passed);
        Assert.Equal(["prompt", "model", "input_reference", "seconds"], arrived.Select(part => part.Head.Name));
        Assert.Equal([null, null, "two seas.png", null], arrived.Select(part => part.Head.FileName));
        Assert.Equal("a calm sea", Encoding.UTF8.GetString(arrived[0].Value));
        Assert.Equal([.. Enumerable.Range(0, 100_000).Select(i => (byte)i)], arrived[2].Value);
    }

    [Fact]
    public async Task A_name_of_a_file_cannot_become_a_head_of_its_own()
    {
        var (type, passed) = await Pass("multipart/form-data; boundary=X", Form("""name="file"; filename="a\"; name=\"file_id\" b" """, "content"));

        var only = Assert.Single(await Parts(type, passed));
        Assert.Equal(("file", "a%22; name=%22file_id%22 b"), (only.Head.Name, only.Head.FileName));
    }

    [Theory]
    [InlineData("file_id", "file-1", "File file-1 True")]
    [InlineData("file_ids[]", "file-1", "File file-1 True")]
    [InlineData("file_ids[0]", "file-1", "File file-1 True")]
    [InlineData("input_reference[file_id]", "abc", "File abc True")]
    [InlineData("video[id]", "video_1", "Video video_1 True")]
    [InlineData("characters[0][id]", "char_1", "VideoCharacter char_1 True")]
    [InlineData("input_reference", """{"file_id":"file-1"}""", "File file-1 True")]
    [InlineData("anything", "file-1", "File file-1 False")]
    [InlineData("prompt", "about file-1", "")]
    public async Task What_its_fields_name_is_found(string name, string value, string expected)
    {
        var form = await Read(Form($"""name="{name}" """, value));

        Assert.Equal(expected, string.Join(", ", form.References().Found.Select(one => $"{one.Kind} {one.Id} {one.IsSure}")));
    }

    [Fact]
    public async Task Nothing_can_be_named_behind_a_file()
    {
        var body = Form("""name="file"; filename="f" """, "content", """name="file_id" """, "file-1");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Pass("multipart/form-data; boundary=X", body));

        Assert.Contains("file_id", Assert.IsType<FormRefusedException>(refused.GetBaseException()).Error.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await Pass("multipart/form-data; boundary=X", Form("""name="file"; filename="f" """, "content", """name="seconds" """, "4"))).Passed);
    }

    [Theory]
    [InlineData("""name="file id" """)]
    [InlineData("""name*=utf-8''file_id""")]
    [InlineData("""filename="f" """)]
    [InlineData("""name="" """)]
    public async Task A_name_that_readers_may_take_for_different_ones_is_refused(string disposition) =>
        await Assert.ThrowsAsync<FormRefusedException>(() => Read(Form(disposition, "file-1")));

    [Fact]
    public async Task Fields_that_are_too_many_or_too_large_are_refused()
    {
        await Assert.ThrowsAsync<FormRefusedException>(() => Read(Form("""name="prompt" """, new string('x', 300_000))));
        await Assert.ThrowsAsync<FormRefusedException>(() => Read(Form([.. Enumerable.Range(0, 130).SelectMany(i => new[] { $"name=\"a{i}\"", "b" })])));
        await Assert.ThrowsAsync<FormRefusedException>(() => Read(Form("""name="a" """, "b"), "multipart/form-data"));
    }

    [Fact]
    public async Task Nothing_that_is_sent_breaks_it_or_gets_by_unseen()
    {
        var sample = Form("""name="prompt" """, "hi", """name="input_reference[file_id]" """, "file-1", """name="file"; filename="f" """, "content");
        await Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte, Gen.Int[1, sample.Length]).SampleAsync(
            async mutation =>
            {
                var bytes = sample.ToArray();
                bytes[mutation.Item1] = mutation.Item2;
                try
                {
                    var (type, passed) = await Pass("multipart/form-data; boundary=X", bytes[..Math.Max(mutation.Item1, mutation.Item3)]);
                    Assert.All(await Parts(type, passed), part => Assert.Matches(@"^[A-Za-z0-9_.\-\[\]]+$", part.Head.Name));
                }
                catch (Exception e) when (e.GetBaseException() is FormRefusedException or IOException or InvalidDataException)
                {
                }
            },
            iter: 2_000);
    }

    private static async Task<ObjectForm> Read(byte[] body, string type = "multipart/form-data; boundary=X")
    {
        var http = new DefaultHttpContext();
        (http.Request.ContentType, http.Request.Body) = (type, new MemoryStream(body));
        return await ObjectForm.Read(http.Request, Token);
    }

    private static async Task<(string Type, byte[] Passed)> Pass(string type, byte[] body)
    {
        using var silence = new CancellationTokenSource();
        using var upload = new FormUpload(await Read(body, type), new GatewaySettings(), silence);
        return (upload.Headers.ContentType!.ToString(), await upload.ReadAsByteArrayAsync(Token));
    }

    private static async Task<List<(PartHead Head, byte[] Value)>> Parts(string type, byte[] body)
    {
        var parts = new List<(PartHead, byte[])>();
        var reader = new MultipartReader(type.Split("boundary=")[1], new MemoryStream(body));
        while (await reader.ReadNextSectionAsync(Token) is { } section)
        {
            using var value = new MemoryStream();
            await section.Body.CopyToAsync(value, Token);
            parts.Add((PartHead.Read(section)!, value.ToArray()));
        }
        return parts;
    }

    private static byte[] Form(params string[] parts) =>
        Encoding.UTF8.GetBytes(string.Concat(parts.Chunk(2).Select(part => $"--X\r\nContent-Disposition: form-data; {part[0].Trim()}\r\n\r\n{part[1]}\r\n")) + "--X--\r\n");
}
