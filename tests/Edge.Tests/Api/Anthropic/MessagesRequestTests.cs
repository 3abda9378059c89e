using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.OpenAi;

namespace AiGateway.Edge.Tests.Api.Anthropic;

public sealed class MessagesRequestTests
{
    [Theory]
    [InlineData("\"be brief\"")]
    [InlineData("[{\"type\":\"text\",\"text\":\"be brief\",\"cache_control\":{\"type\":\"ephemeral\"}}]")]
    public void The_system_counts_into_the_prompt_however_it_is_given(string system)
    {
        var with = Wire.Scan($$"""{"model":"m","max_tokens":10,"system":{{system}},"messages":[{"role":"user","content":"hi"}]}""", Operation.Messages);
        var without = Wire.Scan("""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":"hi"}]}""", Operation.Messages);

        Assert.True(with.Prompt.TextBytes >= without.Prompt.TextBytes + "be brief".Length);
        Assert.Equal((10, "m"), (with.OutputCap, with.Model));
        Assert.False(with.InstructionsValue.IsEmpty);
    }

    [Fact]
    public void Pictures_are_no_text()
    {
        var picture = new string('A', 10_000);
        var scan = Wire.Scan(
            $$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{picture}}" } }]}]}""",
            Operation.Messages);

        Assert.Equal(1, scan.Prompt.MediaParts);
        Assert.True(scan.Prompt.TextBytes < 100);
    }

    [Fact]
    public void A_call_belongs_to_the_user_it_names()
    {
        var body = """{"model":"m","max_tokens":1,"metadata":{"user_id":"u-1"},"messages":[{"role":"user","content":"hi"}]}""";

        Assert.Equal("\"u-1\"", Wire.Text(Wire.Scan(body, Operation.Messages).AffinityValue.Of(Wire.Bytes(body))));
    }
}
