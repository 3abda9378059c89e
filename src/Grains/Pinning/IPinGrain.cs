using AiGateway.Core.Pinning;

namespace AiGateway.Grains.Pinning;

/// <summary>Owns the pins of one thing. Its key is a <see cref="PinKey"/>; one that was never written costs nothing but the look.</summary>
public interface IPinGrain : IGrainWithStringKey
{
    /// <summary>Looks it up for a consumer, and notes that it is in use.</summary>
    [Alias("find")]
    ValueTask<PinFinding> Find(string consumer);

    /// <summary>Stores a pin; when it answers, the pin outlives this silo.</summary>
    [Alias("keep")]
    ValueTask Keep(Pin pin);

    /// <summary>The thing is gone for this consumer.</summary>
    [Alias("forget")]
    ValueTask Forget(string consumer);
}

/// <summary>Of a file or a batch; forgotten when it was not used for <see cref="GrainStorageNames.ObjectLifetime"/>.</summary>
[Alias("aigw.IObjectPinGrain")]
public interface IObjectPinGrain : IPinGrain;

/// <summary>Of a thought's signature; forgotten when it was not used for <see cref="Cluster.ClusterSettings.SignatureDays"/>.</summary>
[Alias("aigw.ISignaturePinGrain")]
public interface ISignaturePinGrain : IPinGrain;
