using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>A caller of one dialect that asks a model for some words.</summary>
/// <param name="Name">For people.</param>
/// <param name="Dialect">How it is told of errors.</param>
/// <param name="Path">With <c>MODEL</c> in it where the path names the model.</param>
/// <param name="StreamPath">The same for a stream.</param>
/// <param name="Body">With <c>MODEL</c> in it where the body names the model, and <c>STREAM</c> where it asks for a stream.</param>
internal sealed record AnyCaller(string Name, CallerDialect Dialect, string Path, string StreamPath, string Body)
{
    private static readonly AnyCaller[] All =
    [
        new("chat", CallerDialect.OpenAi, "/v1/chat/completions", "/v1/chat/completions", """{"model":"MODEL","stream":STREAM,"messages":[{"role":"user","content":"Hi"}]}"""),
        new("responses", CallerDialect.OpenAi, "/v1/responses", "/v1/responses", """{"model":"MODEL","stream":STREAM,"input":"Hi","store":false}"""),
        new("messages", CallerDialect.Anthropic, "/v1/messages", "/v1/messages", """{"model":"MODEL","stream":STREAM,"max_tokens":99,"messages":[{"role":"user","content":"Hi"}]}"""),
        new("gemini", CallerDialect.Gemini, "/v1beta/models/MODEL:generateContent", "/v1beta/models/MODEL:streamGenerateContent?alt=sse", """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"""),
    ];

    public static AnyCaller Of(string name) => All.Single(caller => caller.Name == name);

    public async Task<StreamAnswer> Ask(RefusedCalls calls, string model, bool stream)
    {
        var body = Body.Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal);
        var path = (stream ? StreamPath : Path).Replace("MODEL", model, StringComparison.Ordinal);
        return await calls.Ask(Dialect, path, Damage.Bytes(Damage.Filled(body, model), "application/json"));
    }
}
