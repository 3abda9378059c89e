using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses.State;

public sealed class StoredTurnsTests
{
    [Theory]
    [InlineData("[1,2,3]", "[1]", "[]", " [2,3]\n")]
    [InlineData("[]", "[]", "[ ]", "[]")]
    [InlineData("[{\"a\":[]}]", "[]", "[]", "[{\"a\":[]}]")]
    public void Arrays_become_one(string joined, string first, string second, string third) => Assert.Equal(joined, Join(int.MaxValue, first, second, third));

    [Fact]
    public void What_would_be_too_large_is_not_kept()
    {
        Assert.Equal("[1,22]", Join(6, "[1]", "[22]"));
        Assert.Null(Join(5, "[1]", "[22]"));
    }

    [Fact]
    public void What_is_no_array_is_a_mistake_of_ours() => Assert.Throws<ArgumentException>(() => Join(100, "{}"));

    [Fact]
    public void A_conversation_goes_on_from_what_was_kept()
    {
        const string First = """{"model":"m","instructions":"Old.","input":[{"role":"user","content":"Weather in Oslo?"}]}""";
        var traits = new AnswerTraits("1", "m", 1);
        var answer = new ChatAnswer
        {
            Choices = [new(0, [new ReasoningPart("Hm.") { Signature = new(Dialect.Anthropic, "EqQB") }, new ToolCallPart("call_a", "weather", "{}") { Signature = new(Dialect.Gemini, "Sig") }], FinishReason.ToolCalls)],
        };
        var kept = Join(int.MaxValue, "[]", Items(First, "resp_1"), Wire.Written(answer, traits).GetProperty("output").GetRawText())!;
        var next = Wire.Request("""{"model":"m","instructions":"New.","previous_response_id":"resp_1","input":[{"type":"function_call_output","call_id":"call_a","output":"Rain"}],"made_up":1}""");

        var request = StoredTurns.Resume(next, Encoding.UTF8.GetBytes(kept));

        Assert.Equal(["made_up"], request.Unknown.Select(field => field.Path));
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], request.Messages.Select(message => message.Role));
        Assert.Equal("New.", ((TextPart)request.Messages[0].Parts[0]).Text);
        Assert.Equal(new TextPart("Weather in Oslo?"), Assert.Single(request.Messages[1].Parts));
        Assert.Equal(new ThoughtSignature(Dialect.Anthropic, "EqQB"), ((ReasoningPart)request.Messages[2].Parts[0]).Signature);
        Assert.Equal(new ThoughtSignature(Dialect.Gemini, "Sig"), ((ToolCallPart)request.Messages[2].Parts[1]).Signature);
        Assert.Equal(("call_a", "weather"), (((ToolResultPart)request.Messages[3].Parts[0]).CallId, ((ToolResultPart)request.Messages[3].Parts[0]).Name));
    }

    [Fact]
    public void What_was_kept_of_another_dialects_tools_is_refused_by_its_place()
    {
        var next = Wire.With("\"previous_response_id\":\"resp_1\"");
        var request = StoredTurns.Resume(next, """[{"type":"web_search_call","id":"ws_1"}]"""u8.ToArray());
        Assert.Equal("previous_response_id[0]", Assert.Single(request.Unknown).Path);
        Assert.Throws<DialectException>(() => StoredTurns.Resume(next, "{"u8.ToArray()));
    }

    private static string? Join(int maxBytes, params string[] arrays)
    {
        var output = new ArrayBufferWriter<byte>();
        var joined = StoredTurns.TryJoin(maxBytes, output, [.. arrays.Select(array => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(array)))]);
        Assert.Equal(joined, output.WrittenCount > 0);
        return joined ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }

    private static string Items(string body, string responseId)
    {
        var output = new ArrayBufferWriter<byte>();
        InputItems.Write(Encoding.UTF8.GetBytes(body), responseId, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
