using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Tests.Dialects.Json;

public sealed class RequestDocumentTests
{
    [Theory]
    [InlineData("""{"schema":{"a":["\ud83d"]}}""")]
    [InlineData("""{"schema":{"a":"\uDE00"}}""")]
    [InlineData("""{"schema":{"\ud83d":1}}""")]
    public void Half_a_pair_is_found_where_nobody_reads(string body) =>
        Assert.Equal("invalid_json", Assert.Throws<DialectException>(() => Read(body)).Code);

    [Theory]
    [InlineData("""{"schema":{"a":["\ud83d\ude00"]}}""")]
    [InlineData("""{"schema":{"a":["\\ud83d"]}}""")]
    public void A_whole_pair_is_taken_and_so_is_one_that_is_only_spelt_out(string body) => Assert.NotNull(Read(body));

    [Theory]
    [InlineData("""{"schema":{"a":1,"a":2}}""", "an object in it names a member twice")]
    [InlineData("""{"schema":[{"a":1,"\u0061":2}]}""", "an object in it names a member twice")]
    [InlineData("{\n\"schema\":!}", "at line 2, byte 10")]
    public void What_is_wrong_is_said_and_where_it_is_known(string body, string says) =>
        Assert.Contains(says, Assert.Throws<DialectException>(() => Read(body)).Message, StringComparison.Ordinal);

    private static string Read(string body) => RequestDocument.Read(Encoding.UTF8.GetBytes(body), root => root["schema"].Value.GetRawText());
}
