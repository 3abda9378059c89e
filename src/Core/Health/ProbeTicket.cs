namespace AiGateway.Core.Health;

/// <summary>The permission, given to one holder at a time, to try a key that is out of use.</summary>
/// <param name="Id">Never used twice for the same key; a result is taken only with the id of the ticket that is out.</param>
/// <param name="DeadlineMs">Unix milliseconds. A result that comes at or after this is none: the probe has failed.</param>
/// <param name="Kind">What to try the key with.</param>
public sealed record ProbeTicket(string Id, long DeadlineMs, ProbeKind Kind);
