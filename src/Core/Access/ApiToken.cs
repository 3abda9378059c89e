namespace AiGateway.Core.Access;

/// <summary>What a program signs in with.</summary>
public sealed record ApiToken
{
    /// <summary>Names it in addresses and in the audit log; says nothing of its secret.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, in words.</summary>
    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <summary>Keyed digest of the secret, 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    public required long CreatedMs { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it ends, Unix ms; null for never.</summary>
    public long? ExpiresMs { get; init; }

    public bool IsOver(long nowMs) => ExpiresMs <= nowMs;

    /// <summary>Not its digest.</summary>
    public override string ToString() => $"token {Id}";
}
