using System.Text.Json.Nodes;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class JsonMemberTests
{
    private static string Without(string json, bool earlierStays)
    {
        const string member = "\"m\" : [1, 2]";
        var start = json.IndexOf(member, StringComparison.Ordinal);
        var removal = JsonMember.Removal(Wire.Bytes(json), start, start + member.Length, earlierStays);
        return json.Remove(removal.Start, removal.Length);
    }

    [Theory]
    [InlineData("""{"m" : [1, 2]}""", false, "{}")]
    [InlineData("""{ "m" : [1, 2] }""", false, "{  }")]
    [InlineData("""{"m" : [1, 2],"b":2}""", false, """{"b":2}""")]
    [InlineData("{\"m\" : [1, 2] \r\n\t,\"b\":2}", false, """{"b":2}""")]
    [InlineData("""{"a":",","m" : [1, 2]}""", true, """{"a":","}""")]
    [InlineData("""{"a":1 , "m" : [1, 2] , "b":2}""", true, """{"a":1  , "b":2}""")]
    [InlineData("""{"a":1,"m" : [1, 2] }""", true, """{"a":1 }""")]
    public void One_comma_goes_with_the_member(string json, bool earlierStays, string expected)
    {
        Assert.Equal(expected, Without(json, earlierStays));
        Assert.NotNull(JsonNode.Parse(expected));
    }
}
