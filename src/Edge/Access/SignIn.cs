using System.Security.Cryptography;
using System.Text;
using AiGateway.Core.Access;
using AiGateway.Grains.Access;

namespace AiGateway.Edge.Access;

/// <summary>Signing in with a name and a password, and with a one-time code where one was set up. Wrong ones are counted for the whole cluster.</summary>
internal sealed class SignIn(AccessDirectory directory, PasswordHash passwords, OneTimeCodes codes, IGrainFactory grains)
{
    /// <summary>Names that nobody has share these counters, so that strangers cannot fill the store with them.</summary>
    private const int StrangersCounters = 4_096;

    public Task<SignInResult> Try(string name, string password, string? code, CancellationToken aborted) => Try(name, password, code, asksCode: true, aborted);

    /// <summary>Whether somebody who is signed in already knows the password.</summary>
    public Task<SignInResult> TryPassword(string name, string password, CancellationToken aborted) => Try(name, password, null, asksCode: false, aborted);

    private async Task<SignInResult> Try(string name, string password, string? code, bool asksCode, CancellationToken aborted)
    {
        var who = (await directory.Read()).FindAdministrator(name);
        var counter = grains.GetGrain<ISignInGrain>(who is not null ? $"name/{name}" : $"nobody/{Bucket(name)}");
        if (await counter.Try() is > 0 and var waitMs)
            return new SignInResult(null, waitMs, NeedsCode: false);
        if (password.Length > Administrator.LongestPassword || !await passwords.Matches(password, who?.PasswordHash, aborted))
            return SignInResult.Wrong;
        long step = 0;
        if (asksCode && who!.SealedCodeSecret is { } secret)
        {
            if (string.IsNullOrWhiteSpace(code))
                return new SignInResult(null, 0, NeedsCode: true);
            if (codes.Step(name, secret, code) is not { } right)
                return SignInResult.Wrong;
            step = right;
        }
        return await counter.Succeed(step) ? new SignInResult(Callers.Of(who!), 0, NeedsCode: false) : SignInResult.Wrong;
    }

    private static int Bucket(string name) => BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % StrangersCounters;
}

/// <summary>What became of signing in.</summary>
/// <param name="Caller">Who it is; null when he is not let in.</param>
/// <param name="WaitMs">How long to wait after too many failures; 0 when that is not the reason.</param>
/// <param name="NeedsCode">The password is right and a one-time code is missing.</param>
internal sealed record SignInResult(Caller? Caller, long WaitMs, bool NeedsCode)
{
    public static SignInResult Wrong { get; } = new(null, 0, NeedsCode: false);
}
