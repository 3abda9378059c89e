using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses.State;

public sealed class InputItemsTests
{
    private const string Five = """[{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]""";

    [Fact]
    public void A_text_is_kept_as_a_message() => Assert.Equal(
        """[{"type":"message","id":"msg_1_in0","status":"completed","role":"user","content":[{"type":"input_text","text":"hi"}]}]""",
        Items("""{"model":"m","input":"hi"}"""));

    [Fact]
    public void Items_are_kept_with_ids_and_texts_as_parts() => Assert.Equal(
        """
        [{"type":"message","id":"msg_1_in0","status":"completed","role":"user","content":[{"type":"input_text","text":"hi"}]},
        {"type":"message","id":"msg_own","status":"completed","role":"assistant","content":[{"type":"output_text","text":"yes","annotations":[]}]},
        {"type":"function_call","id":"fc_1_in2","call_id":"c","name":"f","arguments":"{}"},
        {"type":"function_call_output","id":"fco_1_in3","call_id":"c","output":"x"},
        {"type":"item_reference","id":"rs_9_0"}]
        """.Replace("\n", "", StringComparison.Ordinal),
        Items(
            """
            {"model":"m","input":[{"role":"user","content":"hi"},{"id":"msg_own","status":"in_progress","role":"assistant","content":"yes"},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"},{"id":"rs_9_0"}]}
            """));

    [Theory]
    [InlineData(false, null, 20, "e d c b a", "e", "a", false)]
    [InlineData(true, null, 20, "a b c d e", "a", "e", false)]
    [InlineData(true, null, 2, "a b", "a", "b", true)]
    [InlineData(true, "b", 2, "c d", "c", "d", true)]
    [InlineData(true, "c", 2, "d e", "d", "e", false)]
    [InlineData(false, "b", 2, "a", "a", "a", false)]
    [InlineData(false, "a", 2, "", null, null, false)]
    [InlineData(true, null, 0, "a", "a", "a", true)]
    public void Pages_are_cut_as_asked(bool ascending, string? after, int limit, string ids, string? first, string? last, bool hasMore)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(new InputItemPage(ascending, after, limit).TryWrite(Encoding.UTF8.GetBytes(Five), output));
        var json = JsonElement.Parse(output.WrittenSpan);
        Assert.Equal("list", json.GetProperty("object").GetString());
        Assert.Equal(ids, string.Join(" ", json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString())));
        Assert.Equal((first, last, hasMore), (json.GetProperty("first_id").GetString(), json.GetProperty("last_id").GetString(), json.GetProperty("has_more").GetBoolean()));
    }

    [Fact]
    public void A_page_after_nothing_known_is_none()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.False(new InputItemPage(After: "z").TryWrite(Encoding.UTF8.GetBytes(Five), output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void The_id_of_an_item_tells_its_response()
    {
        var output = Wire.Written(new ChatAnswer { Id = "resp_0a_1", Choices = [new(0, [new TextPart("x")], FinishReason.Stop)] }, default).GetProperty("output");
        Assert.Equal("resp_0a_1", ItemIds.ResponseOf(output[0].GetProperty("id").GetString()!));
        Assert.Equal("resp_1", ItemIds.ResponseOf("msg_1_in0"));
        Assert.Null(ItemIds.ResponseOf("msg_0a1b2c"));
        Assert.Null(ItemIds.ResponseOf(""));
    }

    private static string Items(string body)
    {
        var output = new ArrayBufferWriter<byte>();
        InputItems.Write(Encoding.UTF8.GetBytes(body), "resp_1", output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
