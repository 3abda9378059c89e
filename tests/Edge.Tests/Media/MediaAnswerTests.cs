using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Media;

/// <summary>Answers in JSON of what is no chat.</summary>
public sealed class MediaAnswerTests : IDisposable
{
    private const string Image = """{"created":1,"data":[{"b64_json":"aGk="}]""";

    private TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    public static TheoryData<string, string, string, string, string> Endpoints => new()
    {
        {
            nameof(Operation.Images), "images/generations", """{"model":"chat","prompt":"a cat","n":2,"size":"auto"}""",
            Image + ""","usage":{"input_tokens":50,"output_tokens":4160,"total_tokens":4210,"input_tokens_details":{"image_tokens":0,"text_tokens":50}}}""", "50+4160"
        },
        {
            nameof(Operation.ImageEdits), "images/edits", """{"model":"chat","prompt":"a hat","images":[{"image_url":"data:image/png;base64,aGk="}]}""",
            Image + ""","usage":{"input_tokens":70,"output_tokens":10,"total_tokens":80}}""", "70+10"
        },
        {
            nameof(Operation.Moderations), "moderations", """{"model":"chat","input":[{"type":"text","text":"hello"},{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]}""",
            """{"id":"modr-1","model":"gpt","results":[{"flagged":false}]}""", "~766+0"
        },
        { nameof(Operation.Moderations), "moderations", """{"model":"chat","input":["hello","hello"]}""", """{"id":"modr-1","model":"gpt","results":[{"flagged":false}]}""", "~2+0" },
        {
            nameof(Operation.Rerank), "rerank", """{"model":"chat","query":"hello","documents":["hello",{"text":"hello"}],"top_n":1}""",
            """{"id":"r","results":[{"index":0,"relevance_score":0.9}],"meta":{"api_version":{"version":"2"},"billed_units":{"search_units":1}}}""", "~3+0"
        },
        {
            nameof(Operation.Rerank), "rerank", """{"model":"chat","query":"hello","documents":["hello"]}""",
            """{"results":[],"meta":{"tokens":{"input_tokens":9,"output_tokens":1},"billed_units":{"input_tokens":7,"output_tokens":0}}}""", "7+0"
        },
        { nameof(Operation.Rerank), "rerank", """{"model":"chat","query":"hello","documents":["hello"]}""", """{"model":"gpt","data":[],"usage":{"total_tokens":12}}""", "12+0" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_answer_comes_through_with_the_callers_name_of_the_model_and_is_metered(string operation, string path, string request, string answer, string tokens)
    {
        _gateway.Provider.Answers(200, answer);

        var caller = await _gateway.Ask(operation, request);

        Assert.Equal((200, "application/json"), (caller.Response.StatusCode, caller.Response.ContentType));
        Assert.Equal(answer.Replace("\"model\":\"gpt\"", "\"model\":\"chat\"", StringComparison.Ordinal), caller.Received);
        var sent = Assert.Single(_gateway.Provider.Requests);
        Assert.Equal($"http://p/v1/{path}", sent.Address.ToString());
        Assert.Equal(request.Replace("\"chat\"", "\"gpt\"", StringComparison.Ordinal), sent.Body);
        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.Ok, tokens), (record.Outcome, $"{(record.Tokens.Estimated ? "~" : "")}{record.Tokens.Prompt}+{record.Tokens.Completion}"));
        Assert.Equal(path.Replace('/', '.'), record.Operation);
    }

    [Theory]
    [InlineData(nameof(Operation.Images), "{}", "model")]
    [InlineData(nameof(Operation.Images), """{"model":"chat"}""", "prompt")]
    [InlineData(nameof(Operation.Images), """{"model":"chat","prompt":["a"]}""", "prompt")]
    [InlineData(nameof(Operation.Images), """{"model":"chat","prompt":"a","n":0}""", "n")]
    [InlineData(nameof(Operation.Images), """{"model":"chat","prompt":"a","n":"2"}""", "n")]
    [InlineData(nameof(Operation.Images), """{"model":"chat","prompt":"a","stream":"true"}""", "stream")]
    [InlineData(nameof(Operation.ImageEdits), """{"model":"chat","prompt":"a"}""", "image")]
    [InlineData(nameof(Operation.ImageEdits), """{"model":"chat","images":[]}""", "prompt")]
    [InlineData(nameof(Operation.Speech), """{"model":"chat","voice":"alloy"}""", "input")]
    [InlineData(nameof(Operation.Speech), """{"input":"hi","voice":"alloy"}""", "model")]
    [InlineData(nameof(Operation.Moderations), """{"model":"chat"}""", "input")]
    [InlineData(nameof(Operation.Moderations), """{"model":"chat","input":[]}""", "input")]
    [InlineData(nameof(Operation.Moderations), """{"model":"chat","input":7}""", "input")]
    [InlineData(nameof(Operation.Rerank), """{"model":"chat","documents":["a"]}""", "query")]
    [InlineData(nameof(Operation.Rerank), """{"model":"chat","query":"a"}""", "documents")]
    [InlineData(nameof(Operation.Rerank), """{"model":"chat","query":"a","documents":[]}""", "documents")]
    [InlineData(nameof(Operation.Rerank), """{"model":"chat","query":"a","documents":"a"}""", "documents")]
    public async Task What_must_be_there_and_is_not_is_named(string operation, string request, string param)
    {
        var caller = await _gateway.Ask(operation, request);

        Assert.Equal(400, caller.Response.StatusCode);
        Assert.Contains($"\"param\":\"{param}\"", caller.Received, StringComparison.Ordinal);
        Assert.Empty(_gateway.Provider.Requests);
    }

    [Theory]
    [InlineData("""{"error":{"message":"boom","type":"server_error"}}""")]
    [InlineData("""{"detail":"no"}""")]
    [InlineData("""[{"error":{"message":"boom"}}]""")]
    [InlineData("<html>")]
    [InlineData("""{"created":1,"data":[{"b64_json":"aG""")]
    public async Task What_is_no_answer_under_a_200_is_a_failure(string body)
    {
        _gateway.Provider.Answers(200, body).Answers(200, Image + "}");

        var caller = await _gateway.Ask(Operation.Images, """{"model":"chat","prompt":"a cat"}""");

        Assert.Equal((200, Image + "}"), (caller.Response.StatusCode, caller.Received));
        Assert.Equal("2", caller.Response.Headers["x-aigateway-attempts"]);
    }

    [Fact]
    public async Task What_an_image_took_counts_against_the_callers_tokens()
    {
        Use(TestGateway.TwoKeys.Replace("models: [ \"*\" ]", "models: [ \"*\" ], limits: { tokensPerMinute: 5000 }", StringComparison.Ordinal));
        for (var i = 0; i < 2; i++)
            _gateway.Provider.Answers(200, Image + ""","usage":{"input_tokens":100,"output_tokens":4900,"total_tokens":5000}}""");

        var (first, second) = (await _gateway.Ask(Operation.Images, """{"model":"chat","prompt":"a cat"}"""), await _gateway.Ask(Operation.Images, """{"model":"chat","prompt":"a cat"}"""));

        Assert.Equal((200, 429), (first.Response.StatusCode, second.Response.StatusCode));
        Assert.Single(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task No_output_cap_is_put_into_a_request_that_knows_none()
    {
        Use(TestGateway.TwoKeys.Replace("models: [ \"*\" ]", "models: [ \"*\" ], limits: { tokensPerMinute: 50000, tokens: strict }", StringComparison.Ordinal));
        _gateway.Provider.Answers(200, Image + "}");

        await _gateway.Ask(Operation.Images, """{"model":"chat","prompt":"a cat"}""");

        Assert.Equal("""{"model":"gpt","prompt":"a cat"}""", Assert.Single(_gateway.Provider.Requests).Body);
    }

    [Fact]
    public async Task The_model_may_stand_in_the_path()
    {
        _gateway.Provider.Answers(200, Image + "}");

        var caller = await _gateway.Ask(Operation.Images, """{"prompt":"a cat"}""", new PathModel("chat"));

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal("""{"prompt":"a cat","model":"gpt"}""", Assert.Single(_gateway.Provider.Requests).Body);
    }

    [Fact]
    public async Task Moderation_without_a_model_is_by_the_usual_one()
    {
        Use(TestGateway.TwoKeys.Replace("id: chat", "id: omni-moderation-latest", StringComparison.Ordinal));
        _gateway.Provider.Answers(200, """{"id":"m","model":"gpt","results":[]}""");

        var caller = await _gateway.Ask(Operation.Moderations, """{"input":"hi"}""");

        Assert.Equal("""{"id":"m","model":"omni-moderation-latest","results":[]}""", caller.Received);
        Assert.Equal("""{"input":"hi","model":"gpt"}""", Assert.Single(_gateway.Provider.Requests).Body);
    }

    [Fact]
    public async Task A_model_that_knows_no_stream_answers_as_a_whole()
    {
        _gateway.Provider.Answers(200, Image + "}");

        var caller = await _gateway.Ask(Operation.Images, """{"model":"chat","prompt":"a cat","stream":true}""");

        Assert.Equal((200, "application/json", Image + "}"), (caller.Response.StatusCode, caller.Response.ContentType, caller.Received));
    }

    private void Use(string yaml)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(yaml);
    }
}
