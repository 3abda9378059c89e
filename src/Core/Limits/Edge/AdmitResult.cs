namespace AiGateway.Core.Limits.Edge;

/// <summary>What became of an attempt to admit a call.</summary>
public enum AdmitOutcome
{
    /// <summary>The edge lacks permits and may ask the owner for more: report, then try again.</summary>
    NeedsLease,

    /// <summary>Everything the call needs is reserved; settle or release it in the end.</summary>
    Admitted,

    /// <summary>The owner has nothing to give; nothing was taken.</summary>
    Refused,

    /// <summary>The owner cannot give anything for want of its store; nothing was taken.</summary>
    Unavailable,
}

/// <summary>The answer to <see cref="LeaseAccount.TryAdmit"/>.</summary>
/// <param name="Outcome">Which of the others has a meaning.</param>
/// <param name="Reservation">Set when admitted.</param>
/// <param name="Refusal">Set when refused.</param>
/// <param name="RefillDue">Half of what should be ready is gone: a report should be sent soon.</param>
public readonly record struct AdmitResult(AdmitOutcome Outcome, Reservation Reservation, LimitRefusal Refusal, bool RefillDue);
