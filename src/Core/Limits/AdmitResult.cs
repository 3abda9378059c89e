namespace AiGateway.Core.Limits;

/// <summary>What became of an attempt to admit a call.</summary>
public enum AdmitOutcome
{
    /// <summary>The edge lacks permits and may ask the owner for more: refill, then try again.</summary>
    NeedsLease,

    /// <summary>Everything the call needs is reserved; settle or release it in the end.</summary>
    Admitted,

    /// <summary>The owner has nothing to give; nothing was taken.</summary>
    Refused,
}

/// <summary>The answer to <see cref="LeaseWallet.TryAdmit"/>.</summary>
/// <param name="Outcome">Which of the other two has a meaning.</param>
/// <param name="Reservation">Set when admitted.</param>
/// <param name="Refusal">Set when refused.</param>
public readonly record struct AdmitResult(AdmitOutcome Outcome, Reservation Reservation, LimitRefusal Refusal);
