using AiGateway.Core.Access;

namespace AiGateway.Edge.Admin.Audit;

/// <summary>One change.</summary>
/// <param name="Number">Its line in the log.</param>
/// <param name="At">When it ended; when it began, if how it ended is not known.</param>
/// <param name="Status">HTTP status it ended with; null while it is under way, or when the edge was lost meanwhile.</param>
/// <param name="Before">What was there, as JSON without secrets; cut after 16 KiB.</param>
/// <param name="After">What is there now, likewise.</param>
/// <param name="Chain">Digest of this line and all before it.</param>
internal sealed record AuditAnswer(
    long Number, DateTimeOffset At, string ChangeId, string Who, Role Role, string From, string Operation, string Request, int? Status, string? Before, string? After, string Chain)
{
    public static AuditAnswer Of(AuditEntry entry) => new(
        entry.Number, DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs), entry.ChangeId, entry.Who, entry.Role, entry.From, entry.Operation, entry.Request,
        entry.Status, entry.Before, entry.After, entry.Chain);
}

/// <summary>Whether the log is whole.</summary>
/// <param name="Lines">How many there are.</param>
/// <param name="FirstBroken">The first line that does not follow from the one before it; null when all do.</param>
/// <param name="Chain">Digest of the last line and all before it: kept elsewhere, it shows a log that was written anew.</param>
internal sealed record AuditChainAnswer(long Lines, long? FirstBroken, string Chain);
