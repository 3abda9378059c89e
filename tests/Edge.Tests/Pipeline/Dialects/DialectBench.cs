using System.Text.Json;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Pipeline.Dialects;

/// <summary>A gateway with a provider of each kind, each at an address of its own.</summary>
internal sealed class DialectBench : IDisposable
{
    private const string Yaml = """
        providers:
          - { id: openai, baseUrl: 'http://openai/v1', keys: [ { id: ko, secret: SK-OPENAI } ] }
          - { id: claude, kind: anthropic, baseUrl: 'http://claude', keys: [ { id: kc, secret: SK-CLAUDE } ] }
          - { id: google, kind: gemini, baseUrl: 'http://google', keys: [ { id: kg, secret: SK-GOOGLE } ] }
          - { id: amazon, kind: bedrock, region: eu-west-1, baseUrl: 'http://amazon', keys: [ { id: ka, secret: 'AKIDEXAMPLE:wJalrXUtnFEMI' } ] }
          - { id: azure, kind: azure, baseUrl: 'http://azure', apiVersion: '2024-10-21', keys: [ { id: kz, secret: SK-AZURE } ] }
          - { id: mistral, preset: mistral, baseUrl: 'http://mistral/v1', keys: [ { id: km, secret: SK-MISTRAL } ] }
          - { id: strict, preset: mistral, baseUrl: 'http://strict/v1', unknownFields: refuse, keys: [ { id: ks, secret: SK-STRICT } ] }
          - { id: chatty, baseUrl: 'http://chatty/v1', serves: [ chat, embeddings ], keys: [ { id: kh, secret: SK-CHATTY } ] }
          - { id: open, baseUrl: 'http://open/v1', directModels: true, keys: [ { id: kp, secret: SK-OPEN } ] }
          - { id: demo, kind: demo }
          - { id: own, preset: ollama, baseUrl: 'http://own/v1' }
        models:
          - { id: demo, targets: [ { provider: demo, model: demo } ] }
          - { id: own, targets: [ { provider: own, model: llama } ] }
          - { id: gpt, context: 128000, aliases: [ gpt-alias ], targets: [ { provider: openai, model: gpt-real } ] }
          - { id: claude, targets: [ { provider: claude, model: claude-sonnet-4-5 } ] }
          - { id: gemini, targets: [ { provider: google, model: gemini-2.5-flash } ] }
          - { id: nova, targets: [ { provider: amazon, model: 'amazon.nova-pro-v1:0' } ] }
          - { id: azure, targets: [ { provider: azure, model: my-deployment } ] }
          - { id: mistral, targets: [ { provider: mistral, model: mistral-large } ] }
          - { id: strict, targets: [ { provider: strict, model: mistral-large } ] }
          - { id: chatty, targets: [ { provider: chatty, model: small } ] }
          - { id: '~llama-(.*)', targets: [ { provider: chatty, model: 'meta/*' } ] }
          - { id: capped, request: { caps: { maxOutputTokens: 50, temperature: 0.5 }, defaults: { serviceTier: flex }, overrides: { topP: 0.9 } }, targets: [ { provider: openai, model: gpt-real } ] }
          - { id: talkative, request: { overrides: { maxOutputTokens: 900 } }, targets: [ { provider: openai, model: gpt-real } ] }
          - { id: talker, request: { overrides: { maxOutputTokens: 900 } }, targets: [ { provider: chatty, model: small } ] }
          - { id: wordy, request: { overrides: { maxOutputTokens: 900, temperature: 1, topP: 0.5 } }, targets: [ { provider: google, model: gemini-2.5-flash } ] }
          - { id: auto, auto: [ { model: claude, hasTools: true }, { model: gemini, promptTokensAtLeast: 1000 } ], targets: [ { provider: openai, model: gpt-real } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    public TestGateway Gateway { get; } = new(Yaml);

    public ScriptedProvider At(string host) => Gateway.Provider.At(host);

    /// <summary>What a provider was sent last.</summary>
    public SentRequest Sent(string host) => At(host).Requests[^1];

    public JsonElement SentJson(string host) => JsonElement.Parse(Sent(host).Body);

    public async Task<Caller> Call(string body, Operation operation = Operation.ChatCompletions, PathModel path = default)
    {
        var caller = new Caller(body, TestCatalog.ConsumerKey);
        if ((operation.ChatDialect() ?? operation.CountDialect()) is Core.Dialects.Dialect.Anthropic or Core.Dialects.Dialect.Gemini)
            CallerForm.Set(caller.Http, (operation.ChatDialect() ?? operation.CountDialect())!.Value);
        await Gateway.Run(caller, operation, path);
        return caller;
    }

    public void Dispose() => Gateway.Dispose();
}
