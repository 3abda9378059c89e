namespace AiGateway.Core.Limits.Edge;

/// <summary>
/// A call's hold on an entity's limits. A ticket for <see cref="LeaseAccount.Settle"/> or <see cref="LeaseAccount.Release"/>,
/// good once, whichever comes first; its copies count as the same ticket.
/// </summary>
public readonly record struct Reservation
{
    internal Reservation(int index, int serial) => (Index, Serial) = (index, serial);

    internal int Index { get; }

    /// <summary>Never 0 for one that was given out.</summary>
    internal int Serial { get; }
}
