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
}
