using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Tests.Dialects.OpenAiChat;

public sealed class RequestReadingTests
{
    private static readonly OpenAiChatCodec Chat = OpenAiChatCodec.Instance;

    [Fact]
    public void Everything_OpenAI_documents_finds_its_place()
    {
        var request = Chat.ReadRequest(Fixture.Text("OpenAiChat", "request-full.json"));

        Assert.Equal("gpt-4o", request.Model);
        Assert.Equal(
            [ChatRole.Developer, ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User, ChatRole.User], request.Messages.Select(m => m.Role));
        Assert.Equal(800, request.MaxOutputTokens);
        Assert.Equal((0.3, 0.9, 40), (request.Temperature, request.TopP, request.TopK));
        Assert.Equal(["END", "STOP"], request.Stop);
        Assert.Equal((7L, 0.5, -0.5, 2), (request.Seed, request.FrequencyPenalty, request.PresencePenalty, request.N));
        Assert.Equal((true, 3), (request.Logprobs, request.TopLogprobs));
        Assert.Equal((OutputFormatKind.JsonSchema, "answer", "Of it.", true), (request.Format!.Kind, request.Format.Name, request.Format.Description, request.Format.Strict));
        Assert.Equal("""{"type": "object"}""", request.Format.Schema!.Value.GetRawText());
        Assert.Equal(new ReasoningRequest { Effort = "low" }, request.Reasoning);
        Assert.Equal(("u-1", "flex", "low", "k-1"), (request.User, request.ServiceTier, request.Verbosity, request.CacheKey));
        Assert.Equal("""{"team": "a"}""", request.Metadata!.Value.GetRawText());
        Assert.Equal((true, true), (request.Stream, request.StreamUsage));
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "weather"), request.ToolChoice);
        Assert.False(request.ParallelToolCalls);
        Assert.False(request.LegacyFunctions);
        Assert.Equal(["messages[3].annotations"], request.Unknown.Select(field => field.Path));
    }

    [Fact]
    public void Parts_of_a_message_are_read_with_their_places()
    {
        var user = Chat.ReadRequest(Fixture.Text("OpenAiChat", "request-full.json")).Messages[2];

        Assert.Equal("ann", user.Name);
        Assert.Equal(
            [
                new TextPart("What is on these?"),
                new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo=")) { Detail = "high", Path = "messages[2].content[1]" },
                new ImagePart(new MediaSource.Url("https://example.com/cat.jpg")) { Path = "messages[2].content[2]" },
                new DocumentPart(new MediaSource.Base64("application/pdf", "JVBERi0="), "report.pdf") { Path = "messages[2].content[3]" },
                new DocumentPart(new MediaSource.FileId("file-abc"), null) { Path = "messages[2].content[4]" },
                new AudioPart(new MediaSource.Base64("audio/wav", "UklGRg==")) { Path = "messages[2].content[5]" },
            ],
            user.Parts);
    }

    [Fact]
    public void Results_of_tools_become_one_turn_and_know_their_functions()
    {
        var messages = Chat.ReadRequest(Fixture.Text("OpenAiChat", "request-full.json")).Messages;

        Assert.Equal(
            [
                new ReasoningPart("Two tools will do."),
                new ToolCallPart("call_1", "weather", """{"city":"Oslo"}""") { Path = "messages[3].tool_calls[0]", Signature = new ThoughtSignature(Dialect.Gemini, "sig==") },
                new ToolCallPart("call_2", "time", "{}") { Path = "messages[3].tool_calls[1]" },
            ],
            messages[3].Parts);
        Assert.Equal(
            [("call_1", "weather", "4 °C"), ("call_2", "time", "12:00")],
            messages[4].Parts.Cast<ToolResultPart>().Select(part => (part.CallId, part.Name!, ((TextPart)part.Content.Single()).Text)));
    }

    [Fact]
    public void Marks_for_the_cache_are_kept()
    {
        var request = Chat.ReadRequest(Fixture.Text("OpenAiChat", "request-full.json"));

        Assert.Equal("""{"type": "ephemeral"}""", request.Messages[1].Parts[0].CacheControl!.Value.GetRawText());
        Assert.Equal("""{"type": "ephemeral"}""", request.Tools[0].CacheControl!.Value.GetRawText());
        Assert.Null(request.Tools[1].CacheControl);
    }

    [Fact]
    public void Functions_of_before_tools_are_tools()
    {
        var request = Chat.ReadRequest(
            """
            {"model":"m","functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"},"messages":[
              {"role":"user","content":"a"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"x\":1}"}},
              {"role":"function","name":"f","content":"1"}]}
            """);

        Assert.True(request.LegacyFunctions);
        Assert.Equal("f", request.Tools.Single().Name);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "f"), request.ToolChoice);
        var call = Assert.IsType<ToolCallPart>(request.Messages[1].Parts.Single());
        var result = Assert.IsType<ToolResultPart>(request.Messages[2].Parts.Single());
        Assert.Equal((call.Id, "f"), (result.CallId, result.Name));
    }

    [Theory]
    [InlineData("""
        "reasoning_effort":"high","thinking":{"type":"disabled"}
        """, "high", null, null)]
    [InlineData("""
        "thinking":{"type":"enabled","budget_tokens":2000}
        """, null, 2000, null)]
    [InlineData("""
        "thinking":{"type":"disabled"}
        """, "none", null, null)]
    [InlineData("""
        "enable_thinking":true,"thinking_budget":500
        """, null, 500, null)]
    [InlineData("""
        "enable_thinking":true
        """, "medium", null, null)]
    [InlineData("""
        "enable_thinking":false
        """, "none", null, null)]
    [InlineData("""
        "reasoning":{"effort":"low","exclude":true}
        """, "low", null, false)]
    [InlineData("""
        "reasoning":{"max_tokens":4000,"enabled":true}
        """, null, 4000, null)]
    [InlineData("""
        "reasoning":{"enabled":false}
        """, "none", null, null)]
    [InlineData("""
        "reasoning_effort":"default"
        """, null, null, null)]
    public void Every_vendors_word_for_thinking_is_understood(string members, string? effort, int? budget, bool? shown)
    {
        var reasoning = Ask(members).Reasoning;

        Assert.Equal((effort, budget, shown), (reasoning?.Effort, reasoning?.BudgetTokens, reasoning?.Shown));
    }

    [Fact]
    public void Thoughts_come_back_with_their_proofs_however_the_client_kept_them()
    {
        var parts = Said(
            """
            {"role":"assistant","content":"x","reasoning_content":"ab","reasoning_details":[
              {"type":"reasoning.text","text":"a","format":"anthropic-claude-v1","index":0},
              {"type":"reasoning.text","text":"b","signature":"s","format":"anthropic-claude-v1","index":0},
              {"type":"reasoning.encrypted","data":"e","format":"openai-responses-v1","index":1}]}
            """);

        Assert.Equal(
            [
                new ReasoningPart("ab") { Signature = new ThoughtSignature(Dialect.Anthropic, "s") },
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.OpenAiResponses, "e"), IsRedacted = true },
                new TextPart("x"),
            ],
            parts);
    }

    [Fact]
    public void A_summary_in_plain_words_stands_before_thoughts_that_are_sealed() => Assert.Equal(
        [new ReasoningPart("sum"), new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.OpenAiResponses, "e"), IsRedacted = true }, new TextPart("x")],
        Said("""{"role":"assistant","content":"x","reasoning":"sum","reasoning_details":[{"type":"reasoning.encrypted","data":"e","format":"openai-responses-v1"}]}"""));

    [Fact]
    public void What_is_null_or_the_default_is_as_good_as_absent()
    {
        var request = Ask(
            """
            "temperature":null,"top_p":1,"n":1,"frequency_penalty":0,"presence_penalty":0,"logit_bias":{},"modalities":["text"],"store":false,
            "service_tier":"auto","verbosity":"medium","parallel_tool_calls":true,"response_format":{"type":"text"},"stop":null,"logprobs":false,
            "top_logprobs":0,"tools":null,"functions":null,"audio":null,"prediction":null,"stream":false,"stream_options":null,"web_search_options":null
            """);

        Assert.Equal(
            new ChatRequest { Model = "m", Messages = request.Messages, Tools = request.Tools, Stop = request.Stop, Unknown = request.Unknown }, request);
        Assert.Empty(request.Unknown);
        Assert.Empty(request.Stop);
    }

    [Theory]
    [InlineData("\"logit_bias\":{\"50256\":-100}", "logit_bias", false)]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities", false)]
    [InlineData("\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}", "audio", false)]
    [InlineData("\"web_search_options\":{}", "web_search_options", false)]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}]", "tools[0]", false)]
    [InlineData("\"tool_choice\":{\"type\":\"allowed_tools\"}", "tool_choice", false)]
    [InlineData("\"response_format\":{\"type\":\"grammar\"}", "response_format", false)]
    [InlineData("\"min_p\":0.1", "min_p", false)]
    [InlineData("\"chat_template_kwargs\":{\"a\":1}", "chat_template_kwargs", false)]
    [InlineData("\"moderation\":{\"model\":\"x\"}", "moderation", false)]
    [InlineData("\"prediction\":{\"type\":\"content\",\"content\":\"a\"}", "prediction", true)]
    [InlineData("\"store\":true", "store", true)]
    [InlineData("\"prompt_cache_retention\":\"24h\"", "prompt_cache_retention", true)]
    [InlineData("\"user\":\"a\",\"safety_identifier\":\"b\"", "safety_identifier", true)]
    [InlineData("\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}", "stream_options.include_obfuscation", true)]
    public void What_has_no_place_is_named_and_known_to_be_a_hint_or_not(string members, string path, bool isHint)
    {
        var field = Assert.Single(Ask(members).Unknown);

        Assert.Equal((path, isHint), (field.Path, field.IsHint));
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"video_url","video_url":{"url":"x"}}]}""", "messages[0].content[0]", false)]
    [InlineData("""{"role":"user","content":"a","mood":"good"}""", "messages[0].mood", false)]
    [InlineData("""{"role":"assistant","content":"a","prefix":true}""", "messages[0].prefix", false)]
    [InlineData("""{"role":"assistant","content":"a","audio":{"id":"audio_1"}}""", "messages[0].audio", false)]
    [InlineData("""{"role":"assistant","content":"a","provider_specific_fields":{}}""", "messages[0].provider_specific_fields", true)]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}}]}""", "messages[0].content[0].prompt_cache_breakpoint", true)]
    public void So_is_what_has_no_place_within_a_message(string message, string path, bool isHint)
    {
        var field = Assert.Single(Chat.ReadRequest($$"""{"model":"m","messages":[{{message}}]}""").Unknown);

        Assert.Equal((path, isHint), (field.Path, field.IsHint));
    }

    [Theory]
    [InlineData("{}", "missing_required_parameter", "model")]
    [InlineData("""{"model":"m"}""", "missing_required_parameter", "messages")]
    [InlineData("""{"model":"m","messages":[]}""", "invalid_value", "messages")]
    [InlineData("""{"model":"m","messages":{}}""", "invalid_type", "messages")]
    [InlineData("""{"model":"m","messages":[1]}""", "invalid_type", "messages[0]")]
    [InlineData("""{"model":"m","messages":[{"role":"king","content":"a"}]}""", "invalid_value", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "missing_required_parameter", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":5}]}""", "invalid_type", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "missing_required_parameter", "messages[0].content[0].text")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}""", "missing_required_parameter", "messages[0].content[0].image_url.url")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"a"}]}""", "missing_required_parameter", "messages[0].tool_call_id")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{}}]}]}""", "missing_required_parameter", "messages[0].tool_calls[0].function.name")]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("""{"model":"m","model":"n"}""", "invalid_json", null)]
    [InlineData("nonsense", "invalid_json", null)]
    public void What_is_no_request_is_refused_by_name(string body, string code, string? field)
    {
        var refusal = Assert.Throws<DialectException>(() => Chat.ReadRequest(body));

        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }

    [Theory]
    [InlineData("\"temperature\":2.5", "temperature")]
    [InlineData("\"temperature\":\"hot\"", "temperature")]
    [InlineData("\"top_p\":-1", "top_p")]
    [InlineData("\"n\":0", "n")]
    [InlineData("\"max_tokens\":0", "max_tokens")]
    [InlineData("\"max_completion_tokens\":1.5", "max_completion_tokens")]
    [InlineData("\"top_logprobs\":21", "top_logprobs")]
    [InlineData("\"top_logprobs\":2", "top_logprobs")]
    [InlineData("\"stop\":[1]", "stop[0]")]
    [InlineData("\"stop\":1", "stop")]
    [InlineData("\"stream\":\"yes\"", "stream")]
    [InlineData("\"stream_options\":5", "stream_options")]
    [InlineData("\"reasoning_effort\":\"extreme\"", "reasoning_effort")]
    [InlineData("\"tool_choice\":\"maybe\"", "tool_choice")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":[]}}]", "tools[0].function.parameters")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema")]
    [InlineData("\"metadata\":\"a\"", "metadata")]
    public void Values_OpenAI_refuses_are_refused_by_name(string members, string field) =>
        Assert.Equal(field, Assert.Throws<DialectException>(() => Ask(members)).Field);

    [Theory]
    [InlineData("data:image/png;base64,AAAA", "image/png")]
    [InlineData("DATA:image/png;charset=utf-8;BASE64,AAAA", "image/png")]
    [InlineData("data:;base64,AAAA", "application/octet-stream")]
    [InlineData("data:text/plain,AAAA", null)]
    [InlineData("data:image/png;base64", null)]
    [InlineData("https://example.com/a,b", null)]
    public void Bytes_in_an_address_are_told_from_addresses(string address, string? type)
    {
        var source = DataUri.Read(address);

        Assert.Equal(type is null ? new MediaSource.Url(address) : new MediaSource.Base64(type, "AAAA"), source);
    }

    private static ChatRequest Ask(string members) => Chat.ReadRequest($$"""{"model":"m","messages":[{"role":"user","content":"a"}],{{members}}}""");

    private static IReadOnlyList<ContentPart> Said(string message) => Chat.ReadRequest($$"""{"model":"m","messages":[{{message}}]}""").Messages.Single().Parts;
}
