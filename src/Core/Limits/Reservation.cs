namespace AiGateway.Core.Limits;

/// <summary>
/// A call's hold on its consumer's limits. A ticket for <see cref="LeaseWallet.Settle"/> or <see cref="LeaseWallet.Release"/>,
/// good once, whichever comes first; its copies count as the same ticket.
/// </summary>
public readonly record struct Reservation
{
    internal Reservation(int index, int serial, long tokens) => (Index, Serial, Tokens) = (index, serial, tokens);

    internal int Index { get; }

    /// <summary>Never 0 for one that was given out.</summary>
    internal int Serial { get; }

    /// <summary>Tokens reserved; never more than the smallest token limit.</summary>
    public long Tokens { get; }
}
