using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class RequestRefusalTests
{
    private const string Hello = """ "messages":[{"role":"user","content":"Hello"}] """;

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"model\":\"m\"")]
    [InlineData("{\"model\":\"m\",}")]
    [InlineData("{\"model\":NaN}")]
    [InlineData("{\"model\":Infinity}")]
    [InlineData("{model:\"m\"}")]
    [InlineData("{'model':'m'}")]
    [InlineData("{\"model\":\"m\"} {}")]
    [InlineData("{\"model\":\"m\",\"messages\":[{}]} trailing")]
    [InlineData("/* c */ {\"model\":\"m\"}")]
    [InlineData("{\"x\":01}")]
    [InlineData("{\"x\":\"\u0001\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"model\":\"\\ud800\",\"messages\":[{}]}")]
    public void What_is_not_one_json_object_is_refused(string body)
    {
        var problem = Wire.Refusal(body);
        Assert.Equal("invalid_json", problem.Code);
        Assert.Null(problem.Param);
        Assert.StartsWith("We could not parse the JSON body of your request", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_a_hundred_deep_is_refused_with_the_place()
    {
        var deep = new string('[', 100) + new string(']', 100);
        var problem = Wire.Refusal($$"""{"model":"m",{{Hello}},"deep":{{deep}}}""");
        Assert.Equal("invalid_json", problem.Code);
        Assert.Contains("64 levels, at line 1, byte", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        byte[] body = [.. Wire.Bytes("{\"model\":\"m"), 0xC3, 0x28, .. Wire.Bytes($"\",{Hello}}}")];
        Assert.Equal("invalid_json", Wire.Refusal(body).Code);
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b","messages":[{}]}""", "model")]
    [InlineData("""{"model":"a","mod\u0065l":"b","messages":[{}]}""", "model")]
    [InlineData("""{"mod\u0065l":"a","\u006dodel":"b","messages":[{}]}""", "model")]
    [InlineData("""{"mod\u0065l":"a","model":"b","messages":[{}]}""", "model")]
    [InlineData("""{"model":"a","messages":[{}],"x":1,"y":2,"x":1}""", "x")]
    public void A_member_given_twice_is_refused_however_its_name_is_written(string body, string param)
    {
        var problem = Wire.Refusal(body);
        Assert.Equal(("duplicate_parameter", param), (problem.Code, problem.Param));
    }

    [Fact]
    public void More_members_than_any_client_sends_are_refused()
    {
        var body = new StringBuilder("{\"model\":\"m\"");
        for (var i = 0; i < 200_000; i++)
            body.Append(",\"").Append(i).Append("\":0");
        Assert.Equal("too_many_parameters", Wire.Refusal(body.Append('}').ToString()).Code);
    }

    [Theory]
    [InlineData("{}", Operation.ChatCompletions, "model")]
    [InlineData("""{"model":"m"}""", Operation.ChatCompletions, "messages")]
    [InlineData("""{"model":"m"}""", Operation.Completions, "prompt")]
    [InlineData("""{"model":"m"}""", Operation.Embeddings, "input")]
    [InlineData("""{"model":"m","prompt":"p"}""", Operation.ChatCompletions, "messages")]
    [InlineData("""{"input":"i"}""", Operation.Embeddings, "model")]
    internal void A_missing_member_is_named(string body, Operation operation, string param)
    {
        var problem = Wire.Refusal(body, operation);
        Assert.Equal(("missing_required_parameter", param), (problem.Code, problem.Param));
        Assert.Equal($"Missing required parameter: '{param}'.", problem.Message);
    }

    [Theory]
    [InlineData("\"model\":7", "invalid_type", "model")]
    [InlineData("\"model\":null", "invalid_type", "model")]
    [InlineData("\"model\":\"\"", "empty_string", "model")]
    [InlineData("\"messages\":\"Hello\"", "invalid_type", "messages")]
    [InlineData("\"messages\":null", "invalid_type", "messages")]
    [InlineData("\"messages\":[]", "empty_array", "messages")]
    [InlineData("\"messages\":[{},\"Hello\"]", "invalid_type", "messages[1]")]
    [InlineData("\"messages\":[[{}]]", "invalid_type", "messages[0]")]
    [InlineData("\"stream\":\"true\"", "invalid_type", "stream")]
    [InlineData("\"stream\":1", "invalid_type", "stream")]
    [InlineData("\"stream_options\":[]", "invalid_type", "stream_options")]
    [InlineData("\"stream_options\":{\"include_usage\":1}", "invalid_type", "stream_options.include_usage")]
    [InlineData("\"max_tokens\":-1", "integer_below_min_value", "max_tokens")]
    [InlineData("\"max_tokens\":1.5", "invalid_type", "max_tokens")]
    [InlineData("\"max_tokens\":1e309", "invalid_type", "max_tokens")]
    [InlineData("\"max_tokens\":\"100\"", "invalid_type", "max_tokens")]
    [InlineData("\"max_tokens\":true", "invalid_type", "max_tokens")]
    [InlineData("\"max_tokens\":99999999999999999999", "invalid_type", "max_tokens")]
    [InlineData("\"max_completion_tokens\":2147483648", "integer_above_max_value", "max_completion_tokens")]
    [InlineData("\"max_output_tokens\":{}", "invalid_type", "max_output_tokens")]
    [InlineData("\"n\":0", "integer_below_min_value", "n")]
    [InlineData("\"n\":129", "integer_above_max_value", "n")]
    [InlineData("\"n\":1.0", "invalid_type", "n")]
    [InlineData("\"best_of\":0", "integer_below_min_value", "best_of")]
    [InlineData("\"encoding_format\":64", "invalid_type", "encoding_format")]
    [InlineData("\"tools\":{}", "invalid_type", "tools")]
    public void A_member_of_the_wrong_kind_is_named(string member, string code, string param)
    {
        var problem = Wire.Refusal($"{{{member}}}");
        Assert.Equal((code, param), (problem.Code, problem.Param));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_prompt_that_is_no_text_and_no_list_is_refused(string value)
    {
        Assert.Equal("invalid_type", Wire.Refusal($$"""{"model":"m","prompt":{{value}}}""", Operation.Completions).Code);
        Assert.Equal("invalid_type", Wire.Refusal($$"""{"model":"m","input":{{value}}}""", Operation.Embeddings).Code);
    }

    [Fact]
    public void More_than_ten_thousand_messages_are_refused()
    {
        var messages = string.Join(",", Enumerable.Repeat("{}", 10_001));
        Assert.Equal("array_above_max_length", Wire.Refusal($$"""{"model":"m","messages":[{{messages}}]}""").Code);
    }
}
