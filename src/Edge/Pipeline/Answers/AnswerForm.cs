namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>How an answer comes to the caller.</summary>
internal enum AnswerForm
{
    /// <summary>One JSON document, when all of it is there.</summary>
    Whole,

    /// <summary>Server-sent events, as they come.</summary>
    Events,

    /// <summary>One JSON list, an element at a time.</summary>
    List,

    /// <summary>Sound, or text that is no JSON, as it comes.</summary>
    Bytes,
}
