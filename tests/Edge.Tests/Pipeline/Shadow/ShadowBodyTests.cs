using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Shadow;

namespace AiGateway.Edge.Tests.Pipeline.Shadow;

/// <summary>What of a call's body its copy is sent with.</summary>
public sealed class ShadowBodyTests
{
    [Theory]
    [InlineData("""{ "model" : "m", "messages":[ {"role":"user"} ] }""", """{"model" : "m","messages":[ {"role":"user"} ]}""")]
    [InlineData("""{"user":"u","model":"m","metadata":{"a":[1]},"safety_identifier":"s"}""", """{"model":"m"}""")]
    [InlineData("""{"\u0075ser":"u","model":"m"}""", """{"model":"m"}""")]
    [InlineData("""{"model":"m","prompt_cache_key":"c","unknown":{"user":"kept"}}""", """{"model":"m","prompt_cache_key":"c","unknown":{"user":"kept"}}""")]
    [InlineData("""{"store":true,"model":"m"}""", """{"store":false,"model":"m"}""")]
    [InlineData("""{"model":"m","store":null}""", """{"model":"m","store":false}""")]
    [InlineData("""{"model":"m","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}},{"type":"custom"}]}""", null)]
    [InlineData("""{"model":"m","tools":[],"enable_search":false,"web_search_options":null}""", null)]
    [InlineData("{}", "{}")]
    public void It_is_the_callers_own_but_for_what_names_a_person_or_would_be_kept(string body, string? copy) =>
        Assert.Equal(copy ?? body, Written(body));

    [Theory]
    [InlineData("""{"tools":[{"type":"web_search"}]}""")]
    [InlineData("""{"tools":[{"type":"function"},{"type":"mcp","server_url":"http://x"}]}""")]
    [InlineData("""{"tools":[{"name":"no type"}]}""")]
    [InlineData("""{"tools":[{"type":"function","type":"computer"}]}""")]
    [InlineData("""{"tools":["file_search"]}""")]
    [InlineData("""{"tools":{"type":"function"}}""")]
    [InlineData("""{"web_search_options":{}}""")]
    [InlineData("""{"enable_search":true}""")]
    [InlineData("""{"search_parameters":{"mode":"auto"}}""")]
    [InlineData("""{"plugins":[{"id":"web"}]}""")]
    [InlineData("""{"background":true}""")]
    [InlineData("""{"previous_response_id":"r"}""")]
    public void A_call_that_has_its_provider_do_or_remember_something_is_not_copied(string body) => Assert.Null(Written(body));

    [Theory]
    [InlineData("""{"model":"m","input":"hi"}""", """{"model":"m","input":"hi","store":false}""")]
    [InlineData("""{"model":"m","store":true,"input":"hi"}""", """{"model":"m","store":false,"input":"hi"}""")]
    public void A_copy_of_a_response_is_kept_by_nobody(string body, string copy) => Assert.Equal(copy, Written(body, Operation.Responses));

    private static string? Written(string body, Operation operation = Operation.ChatCompletions)
    {
        using var output = new PooledBody(1);
        return ShadowBody.TryWrite(Encoding.UTF8.GetBytes(body), operation, output) ? Encoding.UTF8.GetString(output.Span) : null;
    }
}
