namespace AiGateway.Core.Health;

/// <summary>Whether and why a key is out of use.</summary>
public enum KeyHealthState
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Over a rate limit; in use again by itself when the time is up. Needs seconds.</summary>
    Throttled,

    /// <summary>Failed too often; when the time is up one real call may try it.</summary>
    Open,

    /// <summary>Somebody holds the one ticket to try it.</summary>
    Probing,

    /// <summary>Out of money or quota; when the time is up a probe may try it. Needs money or a new period.</summary>
    QuotaOut,

    /// <summary>Refused by the provider; tried by a probe now and then. Needs a human.</summary>
    Dead,

    /// <summary>Taken out by an operator, who alone can bring it back.</summary>
    Disabled,
}
