namespace AiGateway.Core.Pinning;

/// <summary>A member of a request that asks for an account.</summary>
/// <param name="Member">Its name, for a person to find it.</param>
/// <param name="Pin">What it names.</param>
public sealed record PinClaim(string Member, Pin Pin)
{
    /// <summary>The first two that ask for different accounts; null when all agree.</summary>
    public static (PinClaim First, PinClaim Other)? Conflict(IReadOnlyList<PinClaim> claims)
    {
        for (var i = 1; i < claims.Count; i++)
        {
            if (!claims[i].Pin.IsSameAccount(claims[0].Pin))
                return (claims[0], claims[i]);
        }
        return null;
    }
}
