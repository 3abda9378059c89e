namespace AiGateway.Core.Access;

/// <summary>One line of the audit log: what somebody is about to do, or how that ended.</summary>
public sealed record AuditEntry
{
    /// <summary>From 1, without gaps.</summary>
    public long Number { get; init; }

    /// <summary>Unix ms.</summary>
    public required long AtMs { get; init; }

    /// <summary>Names the change; its beginning and its end have the same.</summary>
    public required string ChangeId { get; init; }

    /// <summary>Who, such as <c>administrator anna</c>.</summary>
    public required string Who { get; init; }

    public required Role Role { get; init; }

    /// <summary>Address the request came from.</summary>
    public required string From { get; init; }

    /// <summary>Operation of the management API, such as <c>putModel</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Method and path.</summary>
    public required string Request { get; init; }

    /// <summary>HTTP status it ended with; null at its beginning.</summary>
    public int? Status { get; init; }

    /// <summary>What was there before, as JSON without secrets; null when nothing was, or at the beginning.</summary>
    public string? Before { get; init; }

    /// <summary>What is there now, as JSON without secrets; null when nothing is, or at the beginning.</summary>
    public string? After { get; init; }

    /// <summary>Digest of this line and, through its predecessor's, of all lines before: 64 hexadecimal digits.</summary>
    public string Chain { get; init; } = "";
}
