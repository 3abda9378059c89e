using System.Globalization;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Ids of responses and their items. An item's id tells its response, so that a reference to it can be followed.</summary>
public static class ItemIds
{
    private const string Response = "resp_";

    private const string Kept = "resp_req_";

    /// <summary>The gateway's id where it is one of a response, which it may keep under that; else the provider's; else one made of the gateway's.</summary>
    public static string ResponseId(string? provider, string own) =>
        own is not null && own.StartsWith(Response, StringComparison.Ordinal) ? own
        : provider is not null && provider.StartsWith(Response, StringComparison.Ordinal) ? provider
        : Response + own;

    /// <summary>The id of the response that the gateway makes in a call.</summary>
    /// <param name="callId">Begins with <c>req_</c>.</param>
    public static string OfCall(string callId) => Response + callId;

    /// <summary>Whether a response may be one that the gateway has made: other ids it has never given out.</summary>
    public static bool MayBeKept(string responseId)
    {
        ArgumentNullException.ThrowIfNull(responseId);
        return responseId.StartsWith(Kept, StringComparison.Ordinal);
    }

    /// <summary>The response that an item with this id is of, or was sent with; null when it is no id of ours.</summary>
    public static string? ResponseOf(string itemId)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        var (first, last) = (itemId.IndexOf('_', StringComparison.Ordinal), itemId.LastIndexOf('_'));
        return first > 0 && last > first + 1 ? string.Concat(Response, itemId.AsSpan(first + 1, last - first - 1)) : null;
    }

    /// <param name="prefix">Such as <c>msg</c>.</param>
    /// <param name="responseId">Begins with <c>resp_</c>.</param>
    /// <param name="index">The item's place in the answer, from 0.</param>
    internal static string Of(string prefix, string responseId, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}_{responseId.AsSpan(Response.Length)}_{index}");

    /// <summary>Of an item the client sent without an id of its own.</summary>
    internal static string OfInput(string prefix, string responseId, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}_{responseId.AsSpan(Response.Length)}_in{index}");
}
