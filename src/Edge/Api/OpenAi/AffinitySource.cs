namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Members of a body that name what a call belongs to; a later one says it more narrowly, and goes before.</summary>
internal enum AffinitySource
{
    None,

    /// <summary><c>user</c>: whoever asks, in however many conversations.</summary>
    User,

    /// <summary><c>metadata.user_id</c>, in which some agents name their session as well.</summary>
    MetadataUser,

    /// <summary><c>metadata.session_id</c>.</summary>
    Session,

    /// <summary><c>prompt_cache_key</c>: said for this very purpose.</summary>
    CacheKey,
}
