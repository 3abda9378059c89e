using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Responses;

/// <summary>Which responses a request names that may be the gateway's.</summary>
internal static class NamedResponses
{
    /// <summary>The id of the one it is to go on from; null for none.</summary>
    public static string? Previous(Exchange call)
    {
        foreach (var named in call.Scan.Objects ?? [])
        {
            if (named.Kind == PinKind.Response && named.Text(call.Body.Span) is { } id && ItemIds.MayBeKept(id))
                return id;
        }
        return null;
    }

    /// <summary>The ids of those whose items it names in place of sending them, each once.</summary>
    public static List<string> OfItems(Exchange call)
    {
        var responses = new List<string>();
        if (call.Body.Span.IndexOf("item_reference"u8) < 0)
            return responses;
        try
        {
            foreach (var id in RecalledRequest.References(call.Body.Span))
            {
                if (ItemIds.ResponseOf(id) is { } response && ItemIds.MayBeKept(response) && !responses.Contains(response))
                    responses.Add(response);
            }
            return responses;
        }
        catch (DialectException)
        {
            // Whoever reads it next says what is wrong with it.
            return [];
        }
    }
}
