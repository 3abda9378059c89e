using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Gemini;

public sealed class GeminiSignatureTests
{
    [Fact]
    public void A_signature_of_any_maker_finds_its_way_back_in_either_alphabet() =>
        Gen.Select(ChatGen.Maker, Gen.String[Gen.Char[' ', '\u04ff'], 1, 60]).Where(pair => pair.Item1 != Dialect.Gemini).Sample((maker, value) =>
        {
            var written = GeminiSignature.Write(maker, value);
            Assert.Equal(new ThoughtSignature(maker, value), GeminiSignature.Read(written));
            Assert.Equal(new ThoughtSignature(maker, value), GeminiSignature.Read(written.Replace('+', '-').Replace('/', '_').TrimEnd('=')));
        });

    [Theory]
    [InlineData("c2ln", "c2ln")]
    [InlineData("-_8", "+/8=")]
    [InlineData("YWlndy4=", "YWlndy4=")]
    [InlineData("YWlndy54", "YWlndy54")]
    [InlineData("YWlndy5uby5vbmU=", "YWlndy5uby5vbmU=")]
    [InlineData("YWlndy?", "YWlndy?=")]
    public void Googles_own_is_left_as_it_is(string text, string value) => Assert.Equal(new ThoughtSignature(Dialect.Gemini, value), GeminiSignature.Read(text));

    [Fact]
    public void Googles_own_is_written_as_it_is() => Assert.Equal("c2ln", GeminiSignature.Write(Dialect.Gemini, "c2ln"));
}
