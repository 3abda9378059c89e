namespace AiGateway.Edge.Pipeline.Selection;

/// <summary>When and why the keys of a route are out of use.</summary>
/// <param name="ReturnsInMs">When the first of them comes back or may be probed; null when that is not known of any.</param>
/// <param name="AllThrottled">True when there are keys and every one needs nothing but time.</param>
/// <param name="AllOutOfQuota">True when there are keys and every one needs money or a new period.</param>
internal readonly record struct KeyOutlook(long? ReturnsInMs, bool AllThrottled, bool AllOutOfQuota);
