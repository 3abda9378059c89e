namespace AiGateway.Core.Pinning;

/// <summary>Which account made a thing, and for whom.</summary>
public sealed record Pin
{
    /// <summary>A pin in use is stored again when its last use is older than this, milliseconds: its store forgets what was not stored for long.</summary>
    public const long TouchMs = 24 * 60 * 60 * 1_000L;

    /// <summary>Id of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's account: the quota group of the key that was used.</summary>
    public required string Account { get; init; }

    /// <summary>Who it belongs to; empty for what belongs to whoever holds it.</summary>
    public string Consumer { get; init; } = "";

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it was last used, Unix milliseconds, exact to <see cref="TouchMs"/>.</summary>
    public required long UsedMs { get; init; }

    /// <summary>The model as the consumer named it when it was made; null where nobody needs to know.</summary>
    public string? Model { get; init; }

    public bool IsSameAccount(Pin other) => Provider == other.Provider && Account == other.Account;

    /// <summary>The pin after a use; null when that is not worth storing.</summary>
    public Pin? Used(long nowMs) => nowMs - UsedMs >= TouchMs ? this with { UsedMs = nowMs } : null;
}
