namespace AiGateway.Core.Grayscale;

/// <summary>What an operator may ask of a ramp.</summary>
public enum RampAction
{
    /// <summary>Keep the share as it is.</summary>
    Pause,

    /// <summary>Go on from where it was paused.</summary>
    Resume,

    /// <summary>Give the canary everything now.</summary>
    Promote,

    /// <summary>Give it nothing now.</summary>
    Rollback,

    /// <summary>Begin at the first step, also after a roll-back.</summary>
    Restart,
}
