using AiGateway.Core.Catalog;
using AiGateway.Core.Selection;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Pipeline.Routing;

/// <summary>
/// The target of a split that a consumer, a conversation or a header's value keeps to, the same at every edge. When a target's
/// weight grows, ids move only to it, so nobody is sent there and back as a share rises.
/// </summary>
internal static class StickyTarget
{
    /// <summary>Index of the target; null when the split keeps to nothing, or the call has nothing to keep to.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">Its model.</param>
    /// <param name="weights">The targets' shares, as they are now.</param>
    /// <param name="full">Targets that have no room, bit by bit: the next of its choice stands in, if one has a share.</param>
    public static int? Of(Exchange call, ModelRoute model, ReadOnlySpan<double> weights, ulong full = 0)
    {
        if (model.Spec.Sticky is not { } sticky || model.Targets.Length == 1 || IdOf(call, sticky) is not { } id)
            return null;
        if (full == 0)
            return RendezvousHash.Choose(id, model.TargetHashes, weights);
        Span<double> left = stackalloc double[weights.Length];
        for (var i = 0; i < left.Length; i++)
            left[i] = (full & (1UL << i)) == 0 ? weights[i] : 0;
        var next = RendezvousHash.Choose(id, model.TargetHashes, left);
        return next < 0 ? null : next;
    }

    private static ulong? IdOf(Exchange call, StickySpec sticky) => sticky.By switch
    {
        StickyBy.Consumer => Hash64.Of(call.Consumer.Id),
        StickyBy.Header => call.Http.Request.Headers.TryGetValue(sticky.Header!, out var values) && values.ToString() is { Length: > 0 } value
            ? Hash64.Of(value, Hash64.Of(call.Consumer.Id))
            : null,
        _ => (call.Conversation ??= Conversation.Of(call)) is not Conversation.None and var conversation ? conversation : null,
    };
}
