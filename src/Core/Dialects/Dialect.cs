namespace AiGateway.Core.Dialects;

/// <summary>A wire format for asking a model and being answered.</summary>
public enum Dialect
{
    /// <summary>OpenAI's chat completions.</summary>
    OpenAiChat,

    /// <summary>OpenAI's responses.</summary>
    OpenAiResponses,

    /// <summary>Anthropic's messages.</summary>
    Anthropic,

    /// <summary>Google's <c>generateContent</c>.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's Converse.</summary>
    Bedrock,

    /// <summary>OpenAI's text completions. Only their own clients' bytes go out in it: nobody else's request is put into it.</summary>
    OpenAiCompletions,
}
