namespace AiGateway.Core.Limits.Leasing;

/// <summary>Names one lease, later ones being greater. Default: none.</summary>
/// <param name="Epoch">Of the owner that gave it; grows with each owner.</param>
/// <param name="Serial">Grows with each lease of that owner, from 1.</param>
public readonly record struct LeaseId(long Epoch, long Serial) : IComparable<LeaseId>
{
    public int CompareTo(LeaseId other) => Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Serial.CompareTo(other.Serial);

    public static bool operator <(LeaseId left, LeaseId right) => left.CompareTo(right) < 0;

    public static bool operator >(LeaseId left, LeaseId right) => left.CompareTo(right) > 0;

    public static bool operator <=(LeaseId left, LeaseId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LeaseId left, LeaseId right) => left.CompareTo(right) >= 0;
}
