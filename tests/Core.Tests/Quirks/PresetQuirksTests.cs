using System.Text;

namespace AiGateway.Core.Tests.Quirks;

/// <summary>What single providers are sent of what clients send.</summary>
public sealed class PresetQuirksTests
{
    [Fact]
    public void Mistral()
    {
        const string Body = """
            {
              "model": "mistral-large-latest", "stream": true, "stream_options": { "include_usage": true },
              "messages": [
                { "role": "user", "content": "hi" },
                { "role": "assistant", "content": "hello", "reasoning_content": "they greet me" },
                { "role": "user", "content": "bye" }
              ],
              "seed": 7, "max_completion_tokens": 100, "user": "u-1", "logit_bias": {}, "store": false, "temperature": 0.5
            }
            """;

        Assert.Equal(
            """
            {
              "model": "mistral-large-latest", "stream": true,
              "messages": [
                { "role": "user", "content": "hi" },
                { "role": "assistant", "content": "hello" },
                { "role": "user", "content": "bye" }
              ],
              "random_seed": 7, "max_tokens": 100, "temperature": 0.5
            }
            """,
            QuirkBodies.Changed(QuirkBodies.Of("mistral"), Body));
        Assert.Equal(["messages[].reasoning_content", "user"], QuirkBodies.Of("mistral").Find(Encoding.UTF8.GetBytes(Body)).Dropped);
    }

    [Fact]
    public void Mistral_given_both_names_of_the_cap() => Assert.Equal(
        """{"model":"m","max_tokens":50,"messages":[]}""",
        QuirkBodies.Changed(QuirkBodies.Of("mistral"), """{"model":"m","max_completion_tokens":100,"max_tokens":50,"messages":[]}"""));

    [Fact]
    public void Groq()
    {
        const string Body = """
            {"model":"llama-3.3-70b-versatile","messages":[{"role":"system","content":"Be brief."},{"role":"user","name":"ann","content":"hi"}],"logprobs":true,"top_logprobs":2,"logit_bias":{"5":-100},"store":false,"metadata":{"k":"v"},"n":1,"max_completion_tokens":9}
            """;

        Assert.Equal(
            """
            {"model":"llama-3.3-70b-versatile","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}],"n":1,"max_completion_tokens":9}
            """,
            QuirkBodies.Changed(QuirkBodies.Of("groq"), Body));
        Assert.Equal(
            ["messages[].name", "logprobs", "top_logprobs", "logit_bias", "metadata"], QuirkBodies.Of("groq").Find(Encoding.UTF8.GetBytes(Body)).Dropped);
    }

    [Fact]
    public void OpenAi_of_what_other_providers_take() => Assert.Equal(
        """{"model":"gpt-4o","messages":[],"seed":1}""", QuirkBodies.Changed(QuirkBodies.Of("openai"), """{"model":"gpt-4o","top_k":40,"messages":[],"seed":1}"""));
}
