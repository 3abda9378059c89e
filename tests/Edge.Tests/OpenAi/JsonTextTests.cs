using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("plain", 5)]
    [InlineData("", 0)]
    [InlineData("\\n\\\\\\\"", 3)]
    [InlineData("\\u0041", 1)]
    [InlineData("\\u00e9", 2)]
    [InlineData("\\u4f60x", 4)]
    [InlineData("\\ud83d\\ude00", 4)]
    [InlineData("\\", 1)]
    [InlineData("\\u4", 0)]
    public void The_length_without_escapes_is_known(string escaped, int expected) =>
        Assert.Equal(expected, JsonText.UnescapedLength(Wire.Bytes(escaped)));

    [Fact]
    public void Names_are_quoted_readably() => Assert.Equal("\"o'brien/é<\\\"\\n\"", Wire.Text(JsonText.Quote("o'brien/é<\"\n")));
}
