using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Tests.Dialects.Json;

public sealed class HalfSurrogatesTests
{
    [Theory]
    [InlineData("""{"a":"\ud83d\ude00 \u00e9 \\ud800 \n"}""", -1)]
    [InlineData("""{"a":"\uD83D"}""", 6)]
    [InlineData("""{"a":"\ude00"}""", 6)]
    [InlineData("""{"a":"\\\ud83d"}""", 8)]
    [InlineData("""{"a":"\ud83d\ude00\ud83d\u0041"}""", 18)]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", 6)]
    [InlineData("""{"a":"\ud83""", -1)]
    [InlineData("""{"a":"\""", -1)]
    [InlineData("", -1)]
    public void A_half_is_found_where_it_begins(string json, int at) => Assert.Equal(at, HalfSurrogates.Next(Encoding.UTF8.GetBytes(json), 0));

    [Fact]
    public void A_request_that_holds_one_anywhere_is_refused() =>
        Assert.Equal("invalid_json", Assert.Throws<DialectException>(() => RequestDocument.Read("""{"a":{"b":["\ud83d"]}}"""u8.ToArray(), _ => 1)).Code);

    [Fact]
    public void Arguments_that_hold_one_are_written_without_it()
    {
        var output = new ArrayBufferWriter<byte>();
        JsonOutput.Write(output, """{"a": "x\ud83d", "\ude00": "\ud83d\ude00"}""", static (json, text) => JsonOutput.WriteObjectText(json, text));

        Assert.Equal("{\"a\":\"x\ufffd\",\"\ufffd\":\"\ud83d\ude00\"}", Encoding.UTF8.GetString(output.WrittenSpan).Replace("\\uD83D\\uDE00", "\ud83d\ude00", StringComparison.Ordinal));
    }
}
