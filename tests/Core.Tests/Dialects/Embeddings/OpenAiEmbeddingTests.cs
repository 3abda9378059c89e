using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Embeddings;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Embeddings;

public sealed class OpenAiEmbeddingTests
{
    private static readonly OpenAiEmbeddingCodec Codec = OpenAiEmbeddingCodec.Instance;
    private static readonly EmbeddingRequest Asked = new() { Model = "asked", Inputs = [new EmbeddingInput.Text("a")] };

    [Fact]
    public void Every_kind_of_input_is_read_and_written_again()
    {
        foreach (var input in (string[])["\"a\"", """["a","b"]""", "[1,2]", "[[1,2],[3]]"])
        {
            var request = Codec.Read($$"""{"model":"m","input":{{input}},"dimensions":256,"encoding_format":"base64","user":"u"}""");
            Assert.Equal(("m", 256, EmbeddingEncoding.Base64, "u"), (request.Model, request.Dimensions, request.Encoding, request.User));
            Assert.Equal($$"""{"model":"theirs","input":{{input}},"dimensions":256,"encoding_format":"base64","user":"u"}""", Codec.Write(request));
        }
    }

    [Fact]
    public void A_list_of_one_text_is_asked_for_as_that_text() => Assert.Equal(
        """{"model":"theirs","input":"a"}""", Codec.Write(Codec.Read("""{"model":"m","input":["a"],"encoding_format":"float"}""")));

    [Theory]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":null}""", "input")]
    [InlineData("""{"model":"m","input":""}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"model":"m","input":{}}""", "input")]
    [InlineData("""{"model":"m","input":["a",1]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[1,"a"]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[[1],[-1]]}""", "input[1][0]")]
    [InlineData("""{"model":"m","input":[[]]}""", "input[0]")]
    [InlineData("""{"model":"m","input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"model":"m","input":"a","encoding_format":"int8"}""", "encoding_format")]
    public void What_is_wrong_is_named(string json, string field) => Assert.Equal(field, Assert.Throws<DialectException>(() => Codec.Read(json)).Field);

    [Fact]
    public void What_is_unknown_is_kept_and_refused() => Assert.Equal(
        "input_type", Assert.Throws<DialectException>(() => Codec.Write(Codec.Read("""{"model":"m","input":"a","input_type":"query"}"""))).Field);

    [Fact]
    public void What_Google_alone_knows_is_left_out()
    {
        var omissions = new Omissions(GeminiEmbeddingCodec.Batch, "OpenAI", strict: false);
        Codec.Write(Asked with { Inputs = [new EmbeddingInput.Text("a") { TaskType = "CLUSTERING", Title = "t" }] }, omissions);

        Assert.Equal(["taskType", "title"], omissions.Fields);
    }

    [Fact]
    public void Vectors_are_read_by_their_places_from_numbers_or_bytes()
    {
        var answer = Codec.Answer("""
            {"object":"list","data":[{"object":"embedding","index":1,"embedding":"AACAPwAAAMA="},{"object":"embedding","index":0,"embedding":[0.5,-1e-3]}],
             "model":"theirs","usage":{"prompt_tokens":8,"total_tokens":8}}
            """)!;

        Assert.Equal([[0.5f, -0.001f], [1f, -2f]], answer.Vectors);
        Assert.Equal(("theirs", new ChatUsage(8, 0)), (answer.Model, answer.Usage));
    }

    [Theory]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":0}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":["a"]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AADAfw=="}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1e99]}]}""")]
    [InlineData("""{"data":[{"index":7,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}""")]
    [InlineData("""{"data":[7]}""")]
    [InlineData("no")]
    public void What_is_no_answer_is_none(string json) => Assert.Null(Codec.Answer(json));

    [Fact]
    public void A_client_that_asked_for_bytes_is_given_bytes_whatever_the_provider_sent()
    {
        var answer = new EmbeddingAnswer { Model = "theirs", Vectors = [[1f, -2f]], Usage = new ChatUsage(8, 0) };

        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAMA="}],"model":"asked","usage":{"prompt_tokens":8,"total_tokens":8}}""",
            Codec.Write(answer, Asked with { Encoding = EmbeddingEncoding.Base64 }));
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,-2]}],"model":"asked","usage":{"prompt_tokens":0,"total_tokens":0}}""",
            Codec.Write(answer with { Usage = null }, Asked));
    }

    [Fact]
    public void No_number_is_changed_on_its_way_in_either_encoding() =>
        Gen.Select(Gen.Float.Where(float.IsFinite).Array[1, 50].Array[1, 5], Gen.Enum<EmbeddingEncoding>()).Sample((vectors, encoding) =>
            Assert.Equal(vectors, Codec.Answer(Codec.Write(new EmbeddingAnswer { Vectors = vectors }, Asked with { Encoding = encoding }))!.Vectors));
}
