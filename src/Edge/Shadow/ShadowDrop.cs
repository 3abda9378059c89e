namespace AiGateway.Edge.Shadow;

/// <summary>Why a call that was to be copied was not.</summary>
internal enum ShadowDrop
{
    /// <summary>Too many copies wait here, or their bodies take too much memory.</summary>
    QueueFull,

    /// <summary>Its body is larger than what is copied.</summary>
    TooLarge,

    /// <summary>It has the provider do something besides answering.</summary>
    Stateful,

    /// <summary>It brings thoughts or files that only the account which made them knows.</summary>
    Bound,

    /// <summary>The shadow's own limits have no room.</summary>
    Limit,

    /// <summary>Nobody could be asked about them.</summary>
    LimitUnknown,

    /// <summary>Money is limited, and what the copy would cost is not known.</summary>
    PriceUnknown,

    /// <summary>No key may be used now, or its provider has to be spared.</summary>
    NoKey,

    /// <summary>The shadow, or the consumer's consent, was taken back meanwhile, or the edge is stopping.</summary>
    Stopped,
}

/// <summary>What each reason is called in metrics and in the management API.</summary>
internal static class ShadowDrops
{
    public const int Count = (int)ShadowDrop.Stopped + 1;

    public static string Name(this ShadowDrop why) => why switch
    {
        ShadowDrop.QueueFull => "queue_full",
        ShadowDrop.TooLarge => "too_large",
        ShadowDrop.Stateful => "stateful",
        ShadowDrop.Bound => "bound",
        ShadowDrop.Limit => "limit",
        ShadowDrop.LimitUnknown => "limit_unknown",
        ShadowDrop.PriceUnknown => "price_unknown",
        ShadowDrop.NoKey => "no_key",
        _ => "stopped",
    };
}
