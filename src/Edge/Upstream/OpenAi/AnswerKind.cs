namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>What a provider sent under a 200.</summary>
internal enum AnswerKind
{
    Answer,

    /// <summary>JSON that reports an error, or at any rate holds no answer.</summary>
    Error,

    /// <summary>An answer whose finish reason says that the provider gave up.</summary>
    GaveUp,

    /// <summary>No JSON object: a page of HTML, a torn body.</summary>
    Malformed,
}
