using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

/// <summary>Requests that are none, and the member they fail by.</summary>
public sealed class RequestRefusalTests
{
    [Theory]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":"a"}]}""", "model")]
    [InlineData("""{"model":"","max_tokens":1,"messages":[{"role":"user","content":"a"}]}""", "model")]
    [InlineData("""{"model":"m","max_tokens":1}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[]}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":{}}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"tool","content":"a"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":["a"]}""", "messages[0]")]
    [InlineData("""{"model":"m","max_tokens":1,"system":[{"type":"image"}],"messages":[{"role":"user","content":"a"}]}""", "system[0].type")]
    public void A_body_is_refused_by_name(string json, string field) => Refused(() => Wire.Read(json), field);

    [Theory]
    [InlineData(""" "temperature":1.5 """, "temperature")]
    [InlineData(""" "top_p":-1 """, "top_p")]
    [InlineData(""" "top_k":"5" """, "top_k")]
    [InlineData(""" "stop_sequences":["a",1] """, "stop_sequences[1]")]
    [InlineData(""" "stream":"yes" """, "stream")]
    [InlineData(""" "service_tier":"priority" """, "service_tier")]
    [InlineData(""" "metadata":{"user_id":7} """, "metadata.user_id")]
    [InlineData(""" "thinking":{"type":"enabled"} """, "thinking.budget_tokens")]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":1000} """, "thinking.budget_tokens")]
    [InlineData(""" "thinking":{"type":"adaptive","display":"loud"} """, "thinking.display")]
    [InlineData(""" "output_config":{"effort":"huge"} """, "output_config.effort")]
    [InlineData(""" "output_config":{"format":{"type":"json"}} """, "output_config.format.type")]
    [InlineData(""" "output_config":{"format":{"type":"json_schema"}} """, "output_config.format.schema")]
    [InlineData(""" "tool_choice":{"type":"some"} """, "tool_choice.type")]
    [InlineData(""" "tool_choice":{"type":"tool"} """, "tool_choice.name")]
    [InlineData(""" "tools":[{"name":"f"}] """, "tools[0].input_schema")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{"type":"string"}}] """, "tools[0].input_schema.type")]
    [InlineData(""" "tools":[{"input_schema":{"type":"object"}}] """, "tools[0].name")]
    public void A_setting_is_refused_by_name(string members, string field) => Refused(() => Wire.ReadWith(members), field);

    [Theory]
    [InlineData("""{"text":"a"}""", "user", "messages[0].content[0].type")]
    [InlineData("""{"type":"text"}""", "user", "messages[0].content[0].text")]
    [InlineData("""{"type":"image"}""", "user", "messages[0].content[0].source")]
    [InlineData("""{"type":"image","source":{"type":"text","data":"a"}}""", "user", "messages[0].content[0].source.type")]
    [InlineData("""{"type":"image","source":{"type":"base64","data":"a"}}""", "user", "messages[0].content[0].source.media_type")]
    [InlineData("""{"type":"document","source":{"type":"ftp"}}""", "user", "messages[0].content[0].source.type")]
    [InlineData("""{"type":"tool_use","id":"a","name":"f","input":{}}""", "user", "messages[0].content[0].type")]
    [InlineData("""{"type":"tool_use","id":"a","name":"f","input":"{}"}""", "assistant", "messages[0].content[0].input")]
    [InlineData("""{"type":"tool_use","id":"","name":"f","input":{}}""", "assistant", "messages[0].content[0].id")]
    [InlineData("""{"type":"tool_result","tool_use_id":"a"}""", "assistant", "messages[0].content[0].type")]
    [InlineData("""{"type":"tool_result"}""", "user", "messages[0].content[0].tool_use_id")]
    [InlineData("""{"type":"thinking","thinking":"a"}""", "user", "messages[0].content[0].type")]
    [InlineData("""{"type":"redacted_thinking"}""", "assistant", "messages[0].content[0].data")]
    public void A_block_is_refused_by_name(string block, string role, string field) => Refused(() => Wire.ReadBlocks(block, role), field);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"model":"m","model":"n"}""")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"}],"metadata":{"x":"\ud83d"}}""")]
    public void What_is_no_document_is_refused(string json) => Assert.Equal("invalid_json", Assert.Throws<DialectException>(() => Wire.Read(json)).Code);

    private static void Refused(Func<ChatRequest> read, string field) => Assert.Equal(field, Assert.Throws<DialectException>(read).Field);
}
