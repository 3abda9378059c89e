using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Embeddings;

namespace AiGateway.Core.Tests.Dialects.Embeddings;

public sealed class GeminiEmbeddingTests
{
    private static readonly GeminiEmbeddingCodec Single = GeminiEmbeddingCodec.Single;
    private static readonly GeminiEmbeddingCodec Batch = GeminiEmbeddingCodec.Batch;

    [Fact]
    public void One_text_is_read_and_written()
    {
        var request = Single.Read("""{"model":"models/m","content":{"parts":[{"text":"a"},{"text":"b"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"t","output_dimensionality":768}""");

        Assert.Equal([new EmbeddingInput.Text("a\nb") { Path = "content", TaskType = "RETRIEVAL_DOCUMENT", Title = "t" }], request.Inputs);
        Assert.Equal(("", 768, EmbeddingEncoding.Float), (request.Model, request.Dimensions, request.Encoding));
        Assert.Equal(
            """{"model":"models/theirs","content":{"parts":[{"text":"a\nb"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"t","outputDimensionality":768}""",
            Single.Write(request));
    }

    [Fact]
    public void Several_texts_are_read_and_written()
    {
        var request = Batch.Read("""{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING"},{"model":"models/m","content":{"parts":{"text":"b"}}}]}""");

        Assert.Equal(["requests[0].content", "requests[1].content"], request.Inputs.Select(input => input.Path));
        Assert.Equal(
            """{"requests":[{"model":"models/theirs","content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING"},{"model":"models/theirs","content":{"parts":[{"text":"b"}]}}]}""",
            Batch.Write(request));
    }

    [Theory]
    [InlineData("""{"content":{}}""")]
    [InlineData("""{"content":{"parts":[]}}""")]
    [InlineData("""{"content":{"parts":[{}]}}""")]
    public void A_content_of_nothing_is_refused(string body) =>
        Assert.Equal("content.parts", Assert.Throws<DialectException>(() => Single.Read(body)).Field);

    [Fact]
    public void OpenAIs_clients_are_served_by_Google_and_the_other_way_round()
    {
        var asked = OpenAiEmbeddingCodec.Instance.Read("""{"model":"m","input":["a","b"],"dimensions":2,"user":"u"}""");
        Assert.Equal(
            """{"requests":[{"model":"models/theirs","content":{"parts":[{"text":"a"}]},"outputDimensionality":2},{"model":"models/theirs","content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]}""",
            Batch.Write(asked));

        var google = Batch.Read("""{"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":2},{"content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]}""");
        Assert.Equal("""{"model":"theirs","input":["a","b"],"dimensions":2}""", OpenAiEmbeddingCodec.Instance.Write(google));
    }

    [Theory]
    [InlineData("[1,2]", "input")]
    [InlineData("[[1],[2]]", "input[0]")]
    public void Tokens_are_refused(string input, string field)
    {
        var request = OpenAiEmbeddingCodec.Instance.Read($$"""{"model":"m","input":{{input}}}""");

        Assert.Equal(field, Assert.Throws<DialectException>(() => Batch.Write(request)).Field);
    }

    [Fact]
    public void Answers_of_either_form_are_read()
    {
        Assert.Equal([[0.5f, -1f]], Single.Answer("""{"embedding":{"values":[0.5,-1]}}""")!.Vectors);
        var answer = Batch.Answer("""{"embeddings":[{"values":[0.5]},{"values":[-1]}]}""")!;
        Assert.Equal([[0.5f], [-1f]], answer.Vectors);
        Assert.Null(answer.Usage);
        Assert.Equal(new ChatUsage(3, 0), Batch.Answer("""{"embeddings":[{"values":[0.5]}],"usageMetadata":{"promptTokenCount":3}}""")!.Usage);
    }

    [Theory]
    [InlineData("""{"error":{"code":400}}""")]
    [InlineData("""{"embeddings":[]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{}]}""")]
    [InlineData("""{"embedding":{"values":null}}""")]
    [InlineData("""{"embedding":{"values":[{}]}}""")]
    public void What_is_no_answer_is_none(string json) => Assert.Null(Batch.Answer(json));

    [Fact]
    public void Answers_are_written_in_the_form_that_was_asked_in()
    {
        var answer = new EmbeddingAnswer { Vectors = [[0.5f, -1f]] };
        var request = new EmbeddingRequest { Model = "" };

        Assert.Equal("""{"embedding":{"values":[0.5,-1]}}""", Single.Write(answer, request));
        Assert.Equal("""{"embeddings":[{"values":[0.5,-1]}]}""", Batch.Write(answer, request));
    }

    [Theory]
    [InlineData("""{"requests":[]}""", "requests")]
    [InlineData("""{"requests":[{"title":"t"}]}""", "requests[0].content")]
    [InlineData("""{"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]}""", "requests[1].outputDimensionality")]
    [InlineData("""{"requests":[{"content":{"parts":[{"text":1}]}}]}""", "requests[0].content.parts[0].text")]
    public void What_is_wrong_is_named(string json, string field) => Assert.Equal(field, Assert.Throws<DialectException>(() => Batch.Read(json)).Field);

    [Fact]
    public void What_is_no_text_is_kept_and_refused()
    {
        var request = Single.Read("""{"content":{"parts":[{"text":"a"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}""");

        Assert.Equal("content.parts[1].inlineData", Assert.Throws<DialectException>(() => Single.Write(request)).Field);
    }
}
