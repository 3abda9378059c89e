namespace AiGateway.Core.Grayscale;

/// <summary>How far the share of a new target has come.</summary>
public enum RampState
{
    /// <summary>Nobody has told of it yet: the canary gets nothing.</summary>
    Waiting,

    /// <summary>At one of its steps, and on its way to the next.</summary>
    Running,

    /// <summary>Stays where it is until an operator says more; it still rolls back by itself.</summary>
    Paused,

    /// <summary>The canary gets all calls.</summary>
    Promoted,

    /// <summary>The canary gets nothing until an operator starts it again.</summary>
    RolledBack,
}
