using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

/// <summary>Proofs of other makers, to a client of this dialect and back.</summary>
public sealed class CarriedSignatureTests
{
    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.OpenAiResponses)]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Gemini)]
    [InlineData(Dialect.Bedrock)]
    public void Every_maker_s_proof_survives_a_client(Dialect maker)
    {
        var signature = new ThoughtSignature(maker, "gAAAA.b-c_d/e+f==");
        var sent = new ContentPart[]
        {
            new ReasoningPart("thoughts") { Signature = signature },
            new ReasoningPart("") { Signature = signature, IsRedacted = true },
            new TextPart("hi"),
        };
        Assert.Equal(sent, Back(sent).Select(part => part with { Path = null }));
    }

    [Theory]
    [InlineData("call_1")]
    [InlineData("functions.f:0")]
    [InlineData("100%.2E")]
    public void The_proof_of_a_call_returns_to_its_call(string id)
    {
        var sent = new ContentPart[]
        {
            new ToolCallPart("other", "g", "{}"),
            new ToolCallPart(id, "f", """{"a":1}""") { Signature = new ThoughtSignature(Dialect.Gemini, "x.y==") },
        };
        Assert.Equal(sent, Back(sent).Select(part => part with { Path = null }));
    }

    [Fact]
    public void A_call_may_be_apart_from_its_proof()
    {
        var request = Wire.Read(
            """
            {"model":"m","max_tokens":1,"messages":[
              {"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},
              {"role":"assistant","content":[{"type":"redacted_thinking","data":"aigw.gemini-tool.c.v"}]}]}
            """);
        Assert.Equal(new ThoughtSignature(Dialect.Gemini, "v"), Assert.IsType<ToolCallPart>(request.Messages[0].Parts[0]).Signature);
        Assert.Empty(request.Messages[1].Parts);
    }

    [Theory]
    [InlineData("aigw.")]
    [InlineData("aigw.unknown.v")]
    [InlineData("aigw.geminis.v")]
    [InlineData("EqQBCgIYAhIM")]
    public void What_is_nobody_else_s_is_this_dialect_s_own(string value)
    {
        var part = Wire.ReadBlocks($$"""{"type":"thinking","thinking":"t","signature":"{{value}}"}""", "assistant").Messages[0].Parts[0];
        Assert.Equal(new ThoughtSignature(Dialect.Anthropic, value), Assert.IsType<ReasoningPart>(part).Signature);
    }

    [Fact]
    public void Unsigned_thoughts_stay_unsigned() =>
        Assert.Equal([new ReasoningPart("plain")], Back([new ReasoningPart("plain")]).Select(part => part with { Path = null }));

    private static IReadOnlyList<ContentPart> Back(ContentPart[] parts)
    {
        var answer = Wire.Write(new ChatAnswer { Choices = [new ChatChoice(0, parts, FinishReason.Stop)] });
        return Wire.Read($$"""{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":{{answer.GetProperty("content").GetRawText()}}}]}""").Messages[0].Parts;
    }
}
