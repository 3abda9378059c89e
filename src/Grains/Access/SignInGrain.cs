using AiGateway.Core.Access;
using Orleans.Placement;

namespace AiGateway.Grains.Access;

/// <inheritdoc cref="ISignInGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 5)]
internal sealed class SignInGrain([PersistentState("sign-in", GrainStorageNames.Recent)] IPersistentState<SignInState> stored, TimeProvider time) : Grain, ISignInGrain
{
    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask<long> Try()
    {
        var state = stored.State;
        var lockout = new Lockout(state.Failures, state.UntilMs);
        if (lockout.WaitMs(NowMs) is > 0 and var wait)
            return wait;
        var next = lockout.Try(NowMs);
        await Write(new SignInState { Failures = next.Failures, UntilMs = next.UntilMs, CodeStep = state.CodeStep });
        return 0;
    }

    public async ValueTask<bool> Succeed(long codeStep)
    {
        var state = stored.State;
        if (codeStep > 0 && codeStep <= state.CodeStep)
            return false;
        await Write(new SignInState { CodeStep = Math.Max(codeStep, state.CodeStep) });
        return true;
    }

    private async ValueTask Write(SignInState state)
    {
        var before = stored.State;
        stored.State = state;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Whether the store has it is unknown; the next activation reads what is true.
            stored.State = before;
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The stored form of failures to sign in.</summary>
public sealed class SignInState
{
    public int Failures { get; set; }

    /// <summary>Unix ms.</summary>
    public long UntilMs { get; set; }

    /// <summary>Of the last one-time code that was right.</summary>
    public long CodeStep { get; set; }
}
