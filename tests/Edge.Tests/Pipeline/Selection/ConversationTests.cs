using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.OpenAi;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Pipeline.Selection;

/// <summary>Which calls are of one conversation.</summary>
public sealed class ConversationTests
{
    private const string First = """{"role":"user","content":"how do I begin"}""";

    private static readonly TestCatalog Catalog = new("""
        consumers:
          - { id: team, keys: [ { secret: k } ], models: [ "*" ] }
          - { id: other, keys: [ { secret: l } ], models: [ "*" ] }
        """);

    [Fact]
    public void The_turns_of_a_conversation_are_of_one()
    {
        var first = Chat(First);

        Assert.NotEqual(Conversation.None, first);
        Assert.Equal(first, Chat(First + """,{"role":"assistant","content":"so"},{"role":"user","content":"and then"}"""));
    }

    [Theory]
    [InlineData("""{"role":"user","content":"how do I end"}""")]
    [InlineData("""{"role":"system","content":"be brief"},""" + First)]
    public void Another_beginning_is_another_conversation(string messages) => Assert.NotEqual(Chat(First), Chat(messages));

    [Fact]
    public void Other_tools_another_model_or_another_consumer_make_another_conversation()
    {
        var all = new[]
        {
            Chat(First), Chat(First, members: ""","tools":[{"type":"function","function":{"name":"f"}}]"""), Chat(First, model: "n"), Chat(First, consumer: "other"),
        };

        Assert.Distinct(all);
    }

    [Fact]
    public void What_stands_behind_4_KiB_of_a_part_makes_no_difference_and_what_stands_before_does()
    {
        var (system, long1, long2) = (new string('s', 5_000), new string('x', 3_000), new string('x', 5_000));

        Assert.Equal(Chat(User(long2 + "1")), Chat(User(long2 + "2")));
        Assert.NotEqual(Chat(User(long1 + "1")), Chat(User(long1 + "2")));
        Assert.NotEqual(Chat(System(system) + User("1")), Chat(System(system) + User("2")));

        static string User(string text) => $$"""{"role":"user","content":"{{text}}"}""";
        static string System(string text) => $$"""{"role":"system","content":"{{text}}"},""";
    }

    [Theory]
    [InlineData("x-session-id")]
    [InlineData("X-Session-Id")]
    [InlineData("session_id")]
    [InlineData("session-id")]
    [InlineData("x-session-affinity")]
    [InlineData("x-claude-code-session-id")]
    [InlineData("x-litellm-session-id")]
    public void A_session_named_by_a_header_goes_before_all_that_the_body_says(string header)
    {
        const string cacheKey = ""","prompt_cache_key":"k" """;

        Assert.Equal(Chat(First, header: (header, "one")), Chat("""{"role":"user","content":"other"}""", cacheKey, header: (header, "one")));
        Assert.NotEqual(Chat(First, header: (header, "one")), Chat(First, header: (header, "two")));
        Assert.Equal(Chat(First), Chat(First, header: (header, "")));
    }

    [Theory]
    [InlineData(""","prompt_cache_key":"k" """)]
    [InlineData(""","user":"u" """)]
    [InlineData(""","metadata":{"session_id":"s"}""")]
    [InlineData(""","metadata":{"user_id":"s"}""")]
    public void What_the_body_names_goes_before_how_it_begins(string members)
    {
        Assert.Equal(Chat(First, members), Chat("""{"role":"user","content":"other"}""", members));
        Assert.NotEqual(Chat(First), Chat(First, members));
        Assert.NotEqual(Chat(First, members), Chat(First, members, consumer: "other"));
    }

    [Fact]
    public void Embeddings_and_plain_completions_belong_to_none()
    {
        Assert.Equal(Conversation.None, Of("""{"model":"m","input":"x","user":"u"}""", Operation.Embeddings));
        Assert.Equal(Conversation.None, Of("""{"model":"m","prompt":"x"}""", Operation.Completions));
        Assert.NotEqual(Conversation.None, Of("""{"model":"m","prompt":"x","prompt_cache_key":"k"}""", Operation.Completions));
        Assert.Equal(Conversation.None, Chat("""{"role":"system","content":"nobody asks"}"""));
    }

    private static ulong Chat(string messages, string members = "", string model = "m", string consumer = "team", (string Name, string Value)? header = null) =>
        Of($$"""{"model":"{{model}}","messages":[{{messages}}]{{members}}}""", Operation.ChatCompletions, consumer, header);

    private static ulong Of(string json, Operation operation, string consumer = "team", (string Name, string Value)? header = null)
    {
        var http = new DefaultHttpContext();
        if (header is { } named)
            http.Request.Headers[named.Name] = named.Value;
        var call = Calls.New(http, Catalog.Table);
        var bytes = Wire.Bytes(json);
        using var body = new PooledBody(bytes.Length);
        bytes.CopyTo(body.GetSpan(bytes.Length));
        body.Advance(bytes.Length);
        (call.Consumer, call.Body, call.Scan) = (Catalog.Table.Consumers[consumer], body, Wire.Scan(json, operation));
        return Conversation.Of(call);
    }
}
