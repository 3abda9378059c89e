using AiGateway.Core.Pinning;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>What is read of requests for responses.</summary>
public sealed class ResponseRequestTests
{
    [Fact]
    public void What_it_names_is_found_wherever_it_may_stand()
    {
        const string body = """
            {"model":"m","previous_response_id":"resp_1","conversation":{"id":"conv_1"},"instructions":"be brief",
             "input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"},{"type":"input_text","text":"hi"}]},
                      {"type":"reasoning","summary":[],"encrypted_content":"S"}],
             "tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-2","file-3"]}},{"type":"function","name":"f"}]}
            """;

        var scan = Wire.Scan(body, Operation.Responses);

        Assert.Equal(
            [(PinKind.Response, "\"resp_1\"", "previous_response_id"), (PinKind.Conversation, "\"conv_1\"", "conversation"), (PinKind.File, "\"file-1\"", "input[0].file_id"), (PinKind.File, "\"file-2\"", "tools.file_ids"), (PinKind.File, "\"file-3\"", "tools.file_ids")],
            scan.Objects!.Select(one => (one.Kind, Wire.Text(one.Value.Of(Wire.Bytes(body))), one.Name(Operation.Responses))));
        Assert.Equal((1, "input[1]"), (scan.Signatures!.Count, scan.Signatures[0].Name(Operation.Responses)));
        Assert.Equal("\"be brief\"", Wire.Text(scan.InstructionsValue.Of(Wire.Bytes(body))));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":[{"type":"output_text","text":"x","annotations":[{"type":"file_citation","file_id":"file-1"}]}]}""")]
    [InlineData("""{"type":"file_search_call","results":[{"file_id":"file-1","text":"t"}]}""")]
    [InlineData("""{"role":"assistant","content":[{"annotations":[{"results":[{"file_id":"file-1"}],"file_id":"file-1"}]}]}""")]
    [InlineData("""{"type":"function_call","arguments":"{\"file_id\":\"file-1\"}"}""")]
    public void What_an_earlier_answer_quotes_is_not_asked_for_again(string item) =>
        Assert.Null(Wire.Scan($$"""{"model":"m","input":[{{item}},{"role":"user","content":"q"}]}""", Operation.Responses).Objects);

    [Fact]
    public void A_file_behind_a_quotation_is_still_found()
    {
        var scan = Wire.Scan("""{"model":"m","input":[{"content":[{"annotations":[{"file_id":"a"}]}]},{"content":[{"file_id":"b"}]}]}""", Operation.Responses);

        Assert.Equal(1, Assert.Single(scan.Objects!).Item);
    }

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"")]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\"}")]
    [InlineData("\"input\":[]")]
    public void It_may_have_nothing_of_its_own_to_say(string members) =>
        Assert.Equal(0, Wire.Scan($$"""{"model":"m",{{members}}}""", Operation.Responses).Prompt.TextBytes);

    [Theory]
    [InlineData("", false, false)]
    [InlineData(",\"store\":null", false, false)]
    [InlineData(",\"store\":false", true, false)]
    [InlineData(",\"store\":true", false, true)]
    [InlineData(",\"conversation\":\"conv_1\"", false, true)]
    [InlineData(",\"conversation\":null,\"background\":false,\"previous_response_id\":null", false, false)]
    public void Whether_it_is_kept_and_may_be_made_twice_is_told_by_what_its_caller_says(string members, bool keepsNothing, bool once)
    {
        var scan = Wire.Scan($$"""{"model":"m","input":"hi"{{members}}}""", Operation.Responses);

        Assert.Equal((keepsNothing, once), (scan.KeepsNothing, scan.IsMadeOnce));
    }

    [Theory]
    [InlineData(",\"background\":1", "invalid_type", "background")]
    [InlineData(",\"store\":\"yes\"", "invalid_type", "store")]
    [InlineData(",\"previous_response_id\":\"\"", "empty_string", "previous_response_id")]
    [InlineData(",\"previous_response_id\":[]", "invalid_type", "previous_response_id")]
    [InlineData(",\"conversation\":{}", "missing_required_parameter", "conversation.id")]
    [InlineData(",\"conversation\":{\"id\":null}", "invalid_type", "conversation.id")]
    [InlineData(",\"conversation\":7", "invalid_type", "conversation")]
    [InlineData(",\"max_output_tokens\":\"9\"", "invalid_type", "max_output_tokens")]
    public void What_it_cannot_mean_is_refused(string members, string code, string param)
    {
        var problem = Wire.Refusal($$"""{"model":"m","input":"hi"{{members}}}""", Operation.Responses);

        Assert.Equal((code, param), (problem.Code, problem.Param));
    }

    [Theory]
    [InlineData("5", "invalid_type", "input")]
    [InlineData("[\"hi\"]", "invalid_type", "input[0]")]
    public void Input_of_another_shape_is_refused(string input, string code, string param)
    {
        var problem = Wire.Refusal($$"""{"model":"m","input":{{input}}}""", Operation.Responses);

        Assert.Equal((code, param), (problem.Code, problem.Param));
    }

    [Fact]
    public void Its_instructions_and_tools_count_as_prompt()
    {
        const string body = """{"model":"m","instructions":"one two three four five","input":"six","tools":[{"type":"function","name":"seven"}]}""";
        var scan = Wire.Scan(body, Operation.Responses);

        var alone = Wire.Scan("""{"model":"m","input":"six"}""", Operation.Responses);
        Assert.True(PromptTokens.Estimate(scan) > PromptTokens.Estimate(alone) + 8);
        Assert.True(PromptTokens.Count(Wire.Bytes(body), scan, new TokenCounter()) > PromptTokens.Count(Wire.Bytes("""{"model":"m","input":"six"}"""), alone, new TokenCounter()) + 5);
    }

    [Theory]
    [InlineData("""{"model":"m","input":"hi","stream":true}""", """{"model":"gpt","input":"hi","stream":true,"max_output_tokens":50}""")]
    [InlineData("""{"model":"m","input":"hi","max_output_tokens":90}""", """{"model":"gpt","input":"hi","max_output_tokens":50}""")]
    [InlineData("""{"model":"m","input":"hi","max_output_tokens":9}""", """{"model":"gpt","input":"hi","max_output_tokens":9}""")]
    public void Its_cap_is_lowered_under_its_own_name_and_figures_need_not_be_asked_for(string body, string sent)
    {
        var changes = new RequestChanges { Model = "gpt", AskUsage = true, OutputCap = 50, CapMember = "max_output_tokens" };

        Assert.Equal(sent, Wire.Written(output => RequestEdit.Write(Wire.Bytes(body), Wire.Scan(body, Operation.Responses), changes, output)));
    }
}
