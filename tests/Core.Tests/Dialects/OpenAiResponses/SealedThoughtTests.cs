using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

public sealed class SealedThoughtTests
{
    private static readonly Gen<ThoughtSignature> Signatures =
        Gen.Select(ChatGen.Maker, Gen.OneOf(Gen.String[Gen.Char["aB0+/=._-"], 1, 20], Gen.Const("aigw.anthropic.x"))).Select((maker, value) => new ThoughtSignature(maker, value));

    [Fact]
    public void Whoever_made_it_gets_it_back() => Gen.Select(Signatures, Gen.Bool).Sample((signature, redacted) =>
    {
        var read = SealedThought.Read(SealedThought.Write(signature, redacted));
        Assert.Equal((signature, null), (read.Signature, read.CallId));
        Assert.Equal(redacted, read.IsRedacted(redacted ? "" : "thoughts"));
    });

    [Fact]
    public void The_proof_behind_a_call_finds_its_call() => Gen.Select(Signatures, Gen.String[Gen.Char["a.%2E5_"], 1, 12]).Sample((signature, call) =>
    {
        var read = SealedThought.Read(SealedThought.WriteProof(signature, call));
        Assert.Equal((signature, call), (read.Signature, read.CallId));
    });

    [Theory]
    [InlineData("gAAAA.anything")]
    [InlineData("aigw.nobody.value")]
    [InlineData("aigw.")]
    [InlineData("aigw.gemini-tool.")]
    public void Anything_else_is_OpenAIs_own(string value) =>
        Assert.Equal(new SealedThought(new(Dialect.OpenAiResponses, value)), SealedThought.Read(value));

    [Fact]
    public void OpenAIs_own_are_written_as_they_came() => Assert.Equal("gAAAA", SealedThought.Write(new(Dialect.OpenAiResponses, "gAAAA"), isRedacted: true));

    [Fact]
    public void Thoughts_of_others_come_back_in_a_request_as_they_were()
    {
        var request = Wire.Request(
            """
            {"model":"m","input":[
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"aigw.anthropic.EqQB"},
              {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"aigw.anthropic-redacted.Xyz"},
              {"type":"function_call","call_id":"call.1","name":"f","arguments":"{}"},
              {"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"aigw.gemini-tool.call%2E1.Sig"}]}
            """);
        Assert.Collection(
            Assert.Single(request.Messages).Parts,
            part => Assert.Equal(new ReasoningPart("Hm.") { Signature = new(Dialect.Anthropic, "EqQB"), Path = "input[0]" }, part),
            part => Assert.Equal(new ReasoningPart("") { Signature = new(Dialect.Anthropic, "Xyz"), IsRedacted = true, Path = "input[1]" }, part),
            part => Assert.Equal(new ToolCallPart("call.1", "f", "{}") { Signature = new(Dialect.Gemini, "Sig"), Path = "input[2]" }, part));
    }
}
