namespace AiGateway.Edge.Console.Parts;

/// <summary>A first call in the languages and tools people come with.</summary>
internal static class Snippets
{
    /// <param name="address">Of the data plane, as this edge knows it.</param>
    public static IEnumerable<(string Name, string Code)> All(string address, string key, string model) =>
    [
        ("curl", $$"""curl {{address}}/v1/chat/completions -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" -d '{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]}'"""),
        ("Python", $$"""
            from openai import OpenAI

            client = OpenAI(base_url="{{address}}/v1", api_key="{{key}}")
            answer = client.chat.completions.create(model="{{model}}", messages=[{"role": "user", "content": "Hello"}])
            print(answer.choices[0].message.content)
            """),
        ("TypeScript", $$"""
            import OpenAI from "openai";

            const client = new OpenAI({ baseURL: "{{address}}/v1", apiKey: "{{key}}" });
            const answer = await client.chat.completions.create({ model: "{{model}}", messages: [{ role: "user", content: "Hello" }] });
            console.log(answer.choices[0].message.content);
            """),
        ("C#", $$"""
            var options = new OpenAIClientOptions { Endpoint = new Uri("{{address}}/v1") };
            var client = new ChatClient("{{model}}", new ApiKeyCredential("{{key}}"), options);
            var answer = await client.CompleteChatAsync("Hello");
            Console.WriteLine(answer.Value.Content[0].Text);
            """),
        ("Claude Code", $"export ANTHROPIC_BASE_URL={address} ANTHROPIC_AUTH_TOKEN={key} ANTHROPIC_MODEL={model}"),
        ("Open WebUI", $"OPENAI_API_BASE_URL={address}/v1 OPENAI_API_KEY={key}"),
    ];
}
