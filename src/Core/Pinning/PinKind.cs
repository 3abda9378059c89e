namespace AiGateway.Core.Pinning;

/// <summary>What only the account that made it knows.</summary>
public enum PinKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A batch of calls.</summary>
    Batch,

    /// <summary>An encrypted thought, or the signature of one, that a model hands out to get it back with the next turn.</summary>
    Signature,

    /// <summary>A response that its provider keeps.</summary>
    Response,

    /// <summary>A conversation that responses are added to.</summary>
    Conversation,

    /// <summary>A file that comes in parts.</summary>
    Upload,

    /// <summary>Files that can be searched.</summary>
    VectorStore,

    /// <summary>The training of a model.</summary>
    FineTuningJob,

    /// <summary>A machine that models run code on.</summary>
    Container,

    /// <summary>How models are to be judged.</summary>
    Eval,

    /// <summary>A video.</summary>
    Video,

    /// <summary>Somebody who can appear in videos.</summary>
    VideoCharacter,

    /// <summary>A model with instructions and tools.</summary>
    Assistant,

    /// <summary>A conversation with assistants.</summary>
    Thread,
}
