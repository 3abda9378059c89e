namespace AiGateway.Grains.Access;

/// <summary>Counts how often signing in by one name, or from one address, has failed, for the whole cluster.</summary>
[Alias("aigw.ISignInGrain")]
public interface ISignInGrain : IGrainWithStringKey
{
    /// <summary>Asks to try. The attempt counts as failed until <see cref="Succeed"/> says otherwise.</summary>
    /// <returns>How long to wait first, ms; 0 when the attempt may be made.</returns>
    [Alias("try")]
    ValueTask<long> Try();

    /// <summary>The attempt was right.</summary>
    /// <param name="codeStep">Time step of the one-time code it was made with; 0 without one.</param>
    /// <returns>False when that code, or a later one, was used before: a code works once (RFC 6238, section 5.2).</returns>
    [Alias("succeed")]
    ValueTask<bool> Succeed(long codeStep);
}
