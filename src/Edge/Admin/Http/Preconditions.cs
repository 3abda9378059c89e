using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Admin.Http;

/// <summary>The state a caller wants an entity to be in: <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, section 13.1).</summary>
internal sealed class Preconditions
{
    private readonly IReadOnlyList<EntityTagHeaderValue> _match;
    private readonly IReadOnlyList<EntityTagHeaderValue> _noneMatch;

    private Preconditions(IReadOnlyList<EntityTagHeaderValue> match, IReadOnlyList<EntityTagHeaderValue> noneMatch) => (_match, _noneMatch) = (match, noneMatch);

    /// <exception cref="BadHttpRequestException">A header is no list of tags: taken for none, it would let a change through.</exception>
    public static Preconditions Of(IHeaderDictionary headers) => new(Tags(headers, HeaderNames.IfMatch), Tags(headers, HeaderNames.IfNoneMatch));

    /// <summary>The caller takes it as it is.</summary>
    public bool AsksNothing => _match.Count + _noneMatch.Count == 0;

    /// <summary>Whether a change may be made.</summary>
    /// <param name="tag">Of the entity as it is; null when there is none.</param>
    public bool Allow(string? tag) => (_match.Count == 0 || Names(_match, tag)) && !Names(_noneMatch, tag);

    /// <summary>Whether the caller of a GET has this state already.</summary>
    public bool Has(string tag) => Names(_noneMatch, tag);

    private static bool Names(IReadOnlyList<EntityTagHeaderValue> wanted, string? tag) =>
        tag is not null && wanted.Any(one => ReferenceEquals(one, EntityTagHeaderValue.Any) || one.Tag == "*" || (!one.IsWeak && one.Tag == tag));

    private static IReadOnlyList<EntityTagHeaderValue> Tags(IHeaderDictionary headers, string name)
    {
        if (headers[name] is not { Count: > 0 } values)
            return [];
        return EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags.Count > 0
            ? [.. tags]
            : throw new BadHttpRequestException($"'{name}' must be * or tags in quotes, as 'ETag' gave them.");
    }
}
