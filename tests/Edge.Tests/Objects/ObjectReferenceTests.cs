using System.Text;
using AiGateway.Edge.Objects;
using CsCheck;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>What bodies name, in requests and in answers.</summary>
public sealed class ObjectReferenceTests
{
    [Theory]
    [InlineData("""{"file_ids":["file-1","two"],"name":"x"}""", "File file-1 file_ids, File two file_ids")]
    [InlineData("""{"training_file":"file-1","validation_file":null}""", "File file-1 training_file")]
    [InlineData("""{"tool_resources":{"file_search":{"vector_store_ids":["vs_1"]}}}""", "VectorStore vs_1 vector_store_ids")]
    [InlineData("""{"data_source":{"source":{"type":"file_id","id":"file-1"}}}""", "File file-1 id")]
    [InlineData("""{"data_source":{"source":{"id":"abc","type":"file_id"}}}""", "File abc id")]
    [InlineData("""{"video":{"id":"video_1"},"prompt":"p"}""", "Video video_1 video")]
    [InlineData("""{"characters":[{"id":"char_1"}]}""", "VideoCharacter char_1 characters")]
    [InlineData("""{"conversation":"conv_1"}""", "Conversation conv_1 conversation")]
    [InlineData("""{"conversation":{"id":"conv_1"}}""", "Conversation conv_1 conversation")]
    [InlineData("""{"conversation":"hello","container":"box","video":"http://x"}""", "")]
    [InlineData("""{"assistant_id":"asst_1","thread":{"messages":[{"role":"user","content":"hi","attachments":[{"file_id":"file-1"}]}]}}""", "Assistant asst_1 assistant_id, File file-1 file_id")]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":"cntr_1"}]}""", "Container cntr_1 container")]
    [InlineData("""{"file":{"id":"file-1","object":"file"},"id":"upload_1","object":"upload"}""", "File file-1 id, Upload upload_1 id")]
    [InlineData("""{"note":"file-1","text":"about file-1"}""", "File file-1 note?")]
    [InlineData("""{"\u0066ile_id":"\u0066ile-1"}""", "File file-1 file_id")]
    [InlineData("""{"note":"file-1","file_id":"file-1"}""", "File file-1 file_id")]
    [InlineData("""{"metadata":{"file_id":"mine","other":"file-1","object":"file","id":"file-2"}}""", "File file-1 other?, File file-2 id?")]
    [InlineData("""{"item":{"deep":[{"file_ids":["x","vs_1"]}]}}""", "VectorStore vs_1 file_ids?")]
    [InlineData("""{"file_id":"\ud800"}""", "")]
    [InlineData("""{"file_id":""}""", "")]
    [InlineData("""{"file_id":7,"file_ids":{"a":1},"vector_store_ids":null}""", "")]
    [InlineData("""[{"file_id":"file-1"}]""", null)]
    [InlineData("""{"file_id":"file-1"} x""", null)]
    [InlineData("""{"file_id":"file-1" """, null)]
    [InlineData("", null)]
    public void Ids_are_found_by_their_places_and_by_their_looks(string body, string? expected)
    {
        var found = ObjectReferences.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, found is null ? null : string.Join(", ", found.Found.Select(one => $"{one.Kind} {one.Id} {one.Member}{(one.IsSure ? "" : "?")}")));
    }

    [Fact]
    public void More_than_anybody_needs_are_not_noted_and_not_passed_over()
    {
        static ObjectReferences Of(int count) => ObjectReferences.Read(Encoding.UTF8.GetBytes($$"""{"file_ids":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"file-{i}\""))}}]}"""))!;

        Assert.False(Of(ObjectReferences.Most).IsFull);
        Assert.True(Of(ObjectReferences.Most + 1).IsFull);
        Assert.Equal(ObjectReferences.Most, Of(1_000).Found.Count);
    }

    [Fact]
    public void Nothing_that_is_sent_breaks_it()
    {
        var sample = """{"file":{"id":"file-1","object":"file"},"file_ids":["file-1","\u0066"],"metadata":{"a":["vs_1",{"b":1}]},"source":{"type":"file_id","id":"x"}}"""u8.ToArray();
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte, Gen.Int[0, sample.Length]).Sample(
            mutation =>
            {
                var bytes = sample.ToArray();
                bytes[mutation.Item1] = mutation.Item2;
                ObjectReferences.Read(bytes.AsSpan(0, mutation.Item3));
                ObjectReferences.Read(bytes);
            },
            iter: 20_000);
        Assert.Null(ObjectReferences.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)))));
    }
}
