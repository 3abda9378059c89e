using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Tests.Dialects.Json;

public sealed class SurrogatesTests
{
    [Theory]
    [InlineData("""{"a":"plain"}""", true)]
    [InlineData("""{"a":"\u00e9 \n \" \\ \/"}""", true)]
    [InlineData("""{"a":"\ud83d\ude42"}""", true)]
    [InlineData("""{"a":"\uD83D\uDE42\uD83D\uDE42"}""", true)]
    [InlineData("""{"a":"\\ud83d"}""", true)]
    [InlineData("""{"a":"\\\\ud83d \ud7ff \ue000"}""", true)]
    [InlineData("""{"a":"\ud83d"}""", false)]
    [InlineData("""{"a":"\ude42"}""", false)]
    [InlineData("""{"a":"\ud83d \ude42"}""", false)]
    [InlineData("""{"a":"\ud83d\ud83d\ude42"}""", false)]
    [InlineData("""{"a":"\\\ud83d"}""", false)]
    [InlineData("""{"a":"\ud83d\n"}""", false)]
    [InlineData("""{"\udfff":1}""", false)]
    [InlineData("""{"a":"\uDBFF"}""", false)]
    public void Halves_without_their_other_halves_are_found(string json, bool paired)
    {
        Assert.Equal(paired, Surrogates.ArePaired(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(paired, AnswerDocument.Read(Encoding.UTF8.GetBytes(json), static root => root.GetRawText()) is not null);
        if (!paired)
            Assert.Equal("invalid_json", Assert.Throws<DialectException>(() => RequestDocument.Read(Encoding.UTF8.GetBytes(json), static root => root)).Code);
    }

    [Fact]
    public void An_answer_that_is_no_UTF_8_is_none() =>
        Assert.Null(AnswerDocument.Read([(byte)'{', (byte)'"', 0xEF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], static root => root.GetRawText()));

    [Theory]
    [InlineData("\\ud83d\\")]
    [InlineData("\\ud8")]
    [InlineData("\\u")]
    [InlineData("\\udzzz\\ud")]
    public void What_is_no_JSON_does_no_harm(string json) => Surrogates.ArePaired(Encoding.UTF8.GetBytes(json));
}
