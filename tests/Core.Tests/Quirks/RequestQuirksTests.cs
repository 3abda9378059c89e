using System.Text;
using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Quirks;
using CsCheck;

namespace AiGateway.Core.Tests.Quirks;

public sealed class RequestQuirksTests
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "messages", "x"];

    [Theory]
    [InlineData("""{"a":1,"model":"m"}""", """{"model":"m"}""")]
    [InlineData("""{"model":"m","a":1}""", """{"model":"m"}""")]
    [InlineData("""{"model":"m","a":1,"stop":[]}""", """{"model":"m","stop":[]}""")]
    [InlineData("""{"a":1,"b":2,"model":"m"}""", """{"model":"m"}""")]
    [InlineData("""{"a":1,"model":"m","b":{"a":[2]},"stop":"x"}""", """{"model":"m","stop":"x"}""")]
    [InlineData("""{"model":"m","a":1,"b":2}""", """{"model":"m"}""")]
    [InlineData("""{ "model" : "m" , "a" : 1 , "stop" : 2 }""", """{ "model" : "m" , "stop" : 2 }""")]
    [InlineData("""{ "a" : 1 , "model" : "m" }""", """{ "model" : "m" }""")]
    [InlineData("""{"a":1,"b":2}""", """{}""")]
    [InlineData("""{"\u0061":1,"model":"a"}""", """{"model":"a"}""")]
    [InlineData("""{"model":"m","x":{"a":1},"y":[{"a":1}]}""", """{"model":"m","x":{"a":1},"y":[{"a":1}]}""")]
    [InlineData("""{"messages":[{"role":"user","name":"n"},{"name":"n","role":"user"},"text",{"name":"n"}],"model":"m"}""", """{"messages":[{"role":"user"},{"role":"user"},"text",{}],"model":"m"}""")]
    [InlineData("""{"tools":[{"function":{"strict":true,"name":"f"}}],"messages":{"name":"n"}}""", """{"tools":[{"function":{"name":"f"}}],"messages":{"name":"n"}}""")]
    [InlineData("""{"options":{"usage":true}}""", """{"options":{}}""")]
    [InlineData("""{"old":1}""", """{"new":1}""")]
    [InlineData("""{"old" : 1, "a":2}""", """{"new" : 1}""")]
    [InlineData("""{"a":2, "old":1}""", """{"new":1}""")]
    [InlineData("""{"old":1,"a":2,"new":3}""", """{"new":3}""")]
    [InlineData("""{"new":3,"a":2,"old":1}""", """{"new":3}""")]
    [InlineData("""{"old":1,"a":2,"older":3}""", """{"new":1}""")]
    [InlineData("""{"old":null,"model":"m"}""", """{"model":"m"}""")]
    [InlineData("""{"old":1,"n\u0065w":3}""", """{"n\u0065w":3}""")]
    [InlineData("""{"x":{"old":1}}""", """{"x":{"old":1}}""")]
    public void Members_go_and_get_other_names_and_all_else_stays_to_the_byte(string before, string after) =>
        Assert.Equal(after, QuirkBodies.Changed(Quirks(), before));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"messages\":[{\"name\":}]}")]
    public void What_is_no_object_has_nothing_to_change(string body) => Assert.Same(QuirkFindings.None, Quirks().Find(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_body_without_any_of_them_has_nothing_to_change() =>
        Assert.Same(QuirkFindings.None, Quirks().Find("""{"model":"m","messages":[{"role":"user","content":"a"}]}"""u8));

    [Fact]
    public void What_the_caller_asked_for_in_vain_is_named_once()
    {
        var found = Quirks().Find("""{"b":[1],"messages":[{"name":"n"},{"name":"o"}],"a":"x","old":1,"new":2}"""u8);

        Assert.Equal(["b", "messages[].name", "a", "old"], found.Dropped);
        Assert.Null(found.Refused);
    }

    [Theory]
    [InlineData("{\"se\\u0065d\":7}", 1)]
    [InlineData("{\"x\":\"seed\"}", 0)]
    [InlineData("{\"x\":1}", 0)]
    public void Names_count_however_they_are_spelled_and_only_as_names(string body, int edits) =>
        Assert.Equal(edits, Quirks(drop: ["seed"]).Find(Encoding.UTF8.GetBytes(body)).Edits.Count);

    [Theory]
    [InlineData("frequency_penalty", "0")]
    [InlineData("frequency_penalty", "0.0")]
    [InlineData("top_logprobs", "0")]
    [InlineData("logprobs", "false")]
    [InlineData("store", "null")]
    [InlineData("logit_bias", "{ }")]
    [InlineData("stop", "[]")]
    [InlineData("n", "1")]
    [InlineData("parallel_tool_calls", "true")]
    [InlineData("service_tier", "\"auto\"")]
    [InlineData("stream_options", "{\"include_usage\":true}")]
    public void What_goes_without_saying_goes_without_a_word(string name, string value)
    {
        var found = Quirks(UnknownFieldHandling.Refuse, drop: [name]).Find(Encoding.UTF8.GetBytes($"{{\"model\":\"m\",\"{name}\":{value}}}"));

        Assert.Empty(found.Dropped);
        Assert.Null(found.Refused);
        Assert.Single(found.Edits);
    }

    [Theory]
    [InlineData("frequency_penalty", "0.5")]
    [InlineData("logprobs", "true")]
    [InlineData("logit_bias", "{\"1\":2}")]
    [InlineData("stop", "[0]")]
    [InlineData("n", "2")]
    [InlineData("seed", "0")]
    [InlineData("parallel_tool_calls", "false")]
    [InlineData("service_tier", "\"flex\"")]
    [InlineData("user", "\"auto\"")]
    public void What_asks_for_something_is_refused_where_the_operator_wants_that(string name, string value)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"model\":\"m\",\"{name}\":{value},\"other\":1}}");

        Assert.Equal(name, Quirks(UnknownFieldHandling.Refuse, drop: ["other", name]).Find(body).Refused);
        Assert.Equal([name, "other"], Quirks(drop: ["other", name]).Find(body).Dropped);
    }

    [Fact]
    public void The_first_is_refused_wherever_it_stands_and_a_name_known_by_another_is_not()
    {
        var quirks = Quirks(UnknownFieldHandling.Refuse);

        Assert.Equal("messages[].name", quirks.Find("""{"messages":[{"name":"n"}],"a":1}"""u8).Refused);
        Assert.Null(quirks.Find("""{"old":1,"new":2}"""u8).Refused);
    }

    [Fact]
    public void A_provider_that_takes_everything_is_not_looked_at() =>
        Assert.Null(RequestQuirks.Of(ProviderTraits.Of(new ProviderSpec { Id = "p", BaseUrl = "http://p", UnknownFields = UnknownFieldHandling.Refuse })));

    [Fact]
    public void Whatever_is_dropped_and_renamed_the_rest_is_what_it_was()
    {
        var value = Gen.OneOf("1", "null", "\"a\"", "[1, {\"a\":2}]", "{\"name\":\"x\",\"k\":1}", "[{\"name\":1,\"r\":2},{\"r\":3,\"name\":4}]");
        var space = Gen.OneOf("", " ", "\n\t");
        var member = Gen.Select(Gen.OneOf(Names), value, space);

        member.List[0, 7].Select(Gen.OneOf(Names).Array[0, 4], Gen.OneOf(Names)).Sample((members, drop, rename) =>
        {
            var distinct = members.DistinctBy(m => m.Item1).ToList();
            var body = "{" + string.Join(",", distinct.Select(m => $"{m.Item3}\"{m.Item1}\"{m.Item3}:{m.Item2}{m.Item3}")) + "}";
            var dropped = drop.Distinct().Where(name => name != rename).ToArray();
            var quirks = Quirks(drop: [.. dropped, "messages[].name"], rename: new() { [rename] = "z" });

            using var after = JsonDocument.Parse(QuirkBodies.Changed(quirks, body));
            var expected = distinct.Where(m => !dropped.Contains(m.Item1) && !(m.Item1 == rename && m.Item2 == "null"))
                .Select(m => (m.Item1 == rename ? "z" : m.Item1, m.Item1 == "messages" && rename != "messages" ? m.Item2.Replace("\"name\":1,", "", StringComparison.Ordinal).Replace(",\"name\":4", "", StringComparison.Ordinal) : m.Item2));
            Assert.Equal(expected, after.RootElement.EnumerateObject().Select(m => (m.Name, m.Value.GetRawText())));
        });
    }

    private static RequestQuirks Quirks(
        UnknownFieldHandling handling = UnknownFieldHandling.Drop, string[]? drop = null, Dictionary<string, string>? rename = null) =>
        RequestQuirks.Of(ProviderTraits.Of(new ProviderSpec
        {
            Id = "p",
            BaseUrl = "http://p",
            UnknownFields = handling,
            Drop = drop ?? ["a", "b", "messages[].name", "tools[].function.strict", "options.usage"],
            Rename = rename ?? new() { ["old"] = "new", ["older"] = "new" },
        }))!;
}
