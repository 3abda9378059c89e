namespace AiGateway.Core.Health;

public sealed partial record KeyHealth
{
    /// <summary>Takes the key out until <see cref="Enable"/>; whatever is reported of it meanwhile is ignored.</summary>
    /// <param name="note">The operator's reason, to show.</param>
    /// <param name="nowMs">The time.</param>
    public KeyHealth Disable(string? note, long nowMs) => State == KeyHealthState.Disabled
        ? this
        : To(Enter(KeyHealthState.Disabled, null, nowMs) with
        {
            Reason = "disabled",
            Message = note is null ? null : SecretRedaction.Apply(note),
            BlockedModels = [],
            Models = [],
        });

    /// <summary>Brings a disabled key back into use; does nothing in any other state.</summary>
    public KeyHealth Enable(long nowMs) => State == KeyHealthState.Disabled ? To(Cleared(nowMs)) : this;

    /// <summary>
    /// Believes the operator that the cause is gone: the key is active and all counts begin anew. Does not enable a
    /// disabled key.
    /// </summary>
    public KeyHealth Unblock(long nowMs) => State == KeyHealthState.Disabled ? this : To(Cleared(nowMs));

    private KeyHealth Cleared(long nowMs) => new()
    {
        SinceMs = State == KeyHealthState.Active ? SinceMs : nowMs,
        Version = Version,
        Terms = Terms,
    };
}
