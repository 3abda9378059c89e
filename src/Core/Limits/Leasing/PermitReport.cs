namespace AiGateway.Core.Limits.Leasing;

/// <summary>
/// What an edge tells of one dimension. All but the last two only grow within a lease, so a report that is lost, late or
/// delivered twice changes nothing for good.
/// </summary>
/// <param name="Dimension">Which.</param>
/// <param name="Consumed">Permits used up.</param>
/// <param name="Returned">Permits given back unused.</param>
/// <param name="Refunded">Permits once reported as used by calls that never reached a provider.</param>
/// <param name="Wants">What the edge would like to add to what it holds.</param>
/// <param name="Need">What a call waiting at the edge lacks: given whole in all dimensions, or not at all.</param>
public readonly record struct PermitReport(LimitDimension Dimension, long Consumed, long Returned, long Refunded, long Wants, long Need);
