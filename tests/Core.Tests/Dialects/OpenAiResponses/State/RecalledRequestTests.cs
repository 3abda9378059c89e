using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses.State;

public sealed class RecalledRequestTests
{
    [Fact]
    public void A_conversation_goes_on_from_what_was_kept()
    {
        var answer = new ChatAnswer
        {
            Choices = [new(0, [new ReasoningPart("Hm.") { Signature = new(Dialect.Anthropic, "EqQB") }, new ToolCallPart("call_a", "weather", "{}") { Signature = new(Dialect.Gemini, "Sig") }], FinishReason.ToolCalls)],
        };
        var kept = Kept("""{"model":"m","instructions":"Old.","input":[{"role":"user","content":"Weather in Oslo?"}]}""", answer);

        var request = ResponsesCodec.Instance.ReadRequest(Recall(
            """{"model":"m","instructions":"New.","previous_response_id":"resp_1","background":true,"input":[{"type":"function_call_output","call_id":"call_a","output":"Rain"}],"made_up":1}""", kept));

        Assert.Equal(["made_up"], request.Unknown.Select(field => field.Path));
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], request.Messages.Select(message => message.Role));
        Assert.Equal("New.", ((TextPart)request.Messages[0].Parts[0]).Text);
        Assert.Equal("Weather in Oslo?", ((TextPart)Assert.Single(request.Messages[1].Parts)).Text);
        Assert.Equal(new ThoughtSignature(Dialect.Anthropic, "EqQB"), ((ReasoningPart)request.Messages[2].Parts[0]).Signature);
        Assert.Equal(new ThoughtSignature(Dialect.Gemini, "Sig"), ((ToolCallPart)request.Messages[2].Parts[1]).Signature);
        Assert.Equal(("call_a", "weather"), (((ToolResultPart)request.Messages[3].Parts[0]).CallId, ((ToolResultPart)request.Messages[3].Parts[0]).Name));
    }

    [Theory]
    [InlineData("""{"model":"m","input":"more"}""", "hi|yes|more")]
    [InlineData("""{"input":[{"role":"user","content":"more"}],"model":"m"}""", "hi|yes|more")]
    [InlineData("""{"model":"m","input":null}""", "hi|yes")]
    [InlineData("""{"model":"m"}""", "hi|yes")]
    public void What_is_asked_comes_last_in_whatever_form(string body, string said) => Assert.Equal(
        said, string.Join('|', ResponsesCodec.Instance.ReadRequest(Recall(body, Kept("""{"model":"m","input":"hi"}""", Said("yes")))).Messages.Select(message => ((TextPart)message.Parts[0]).Text)));

    [Fact]
    public void Each_turn_holds_all_before_it_once()
    {
        var first = Kept("""{"model":"m","input":"hi"}""", Said("yes"));
        var second = Recall("""{"model":"m","input":"more"}""", first);

        var output = new ArrayBufferWriter<byte>();
        InputItems.Write(second, "resp_2", output);
        var items = System.Text.Json.JsonElement.Parse(output.WrittenSpan);

        Assert.Equal(["msg_1_in0", "msg_1_0", "msg_2_in2"], items.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public void Items_named_are_put_in_their_places_and_others_stay_named()
    {
        const string Body = """{"model":"m","input":[{"role":"user","content":"hi"},{"type":"item_reference","id":"msg_1_in0"},{"id":"msg_1_0"},{"id":"rs_9_0"}],"store":true}""";
        Assert.Equal(["msg_1_in0", "msg_1_0", "rs_9_0"], RecalledRequest.References(Encoding.UTF8.GetBytes(Body)));

        var output = new ArrayBufferWriter<byte>();
        RecalledRequest.Write(Encoding.UTF8.GetBytes(Body), null, [Kept("""{"model":"m","input":"one"}""", Said("two"))], output);
        var request = ResponsesCodec.Instance.ReadRequest(output.WrittenSpan);

        Assert.Equal(["hi", "one", "two"], request.Messages.SelectMany(message => message.Parts).OfType<TextPart>().Select(part => part.Text));
        Assert.Equal("input[3]", Assert.Single(request.Unknown).Path);
        Assert.Empty(RecalledRequest.References("""{"model":"m","input":"hi"}"""u8.ToArray()));
    }

    private static ChatAnswer Said(string text) => new() { Choices = [new(0, [new TextPart(text)], FinishReason.Stop)] };

    private static KeptResponse Kept(string body, ChatAnswer answer)
    {
        var (items, response) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        InputItems.Write(Encoding.UTF8.GetBytes(body), "resp_1", items);
        ResponsesCodec.Instance.WriteAnswer(answer, new AnswerTraits("resp_1", "m", 1), response);
        return new() { Consumer = "me", CreatedMs = 0, UsedMs = 0, Input = items.WrittenMemory, Response = response.WrittenMemory };
    }

    private static ReadOnlySpan<byte> Recall(string body, KeptResponse previous)
    {
        var output = new ArrayBufferWriter<byte>();
        RecalledRequest.Write(Encoding.UTF8.GetBytes(body), previous, [], output);
        return output.WrittenSpan;
    }
}
