using Orleans.Concurrency;

namespace AiGateway.Grains.Usage;

/// <summary>
/// The recent calls that went through one edge, as the lines of its journal. Its key is the edge's id. The newest
/// <see cref="MaxBatches"/> batches are listed; each is forgotten after <see cref="GrainStorageNames.RecentLifetime"/>.
/// </summary>
[Alias("aigw.ICallLogGrain")]
public interface ICallLogGrain : IGrainWithStringKey
{
    const int MaxBatches = 2_000;

    [Alias("append")]
    ValueTask Append(CallBatch batch);

    /// <summary>Batches, newest first, that hold calls started before <paramref name="beforeMs"/>.</summary>
    [Alias("recent"), ReadOnly]
    ValueTask<CallBatchRef[]> Recent(long beforeMs, int count);
}

/// <summary>The lines of one batch. Its key is the writer and the first sequence number.</summary>
[Alias("aigw.ICallBatchGrain")]
public interface ICallBatchGrain : IGrainWithStringKey
{
    [Alias("write")]
    ValueTask Write(Immutable<byte[]> lines);

    [Alias("read")]
    ValueTask<byte[]> Read();
}

/// <summary>A run of lines of an edge's journal.</summary>
/// <param name="Lines">One JSON usage record a line.</param>
[GenerateSerializer, Immutable, Alias("aigw.CallBatch")]
public sealed record CallBatch([property: Id(0)] CallBatchRef Ref, [property: Id(1)] byte[] Lines);

/// <summary>Where a batch is and what it spans.</summary>
[GenerateSerializer, Immutable, Alias("aigw.CallBatchRef")]
public sealed record CallBatchRef(
    [property: Id(0)] string Writer,
    [property: Id(1)] long FirstSequence,
    [property: Id(2)] long LastSequence,
    [property: Id(3)] long OldestMs,
    [property: Id(4)] long NewestMs)
{
    public string GrainKey => $"{Writer}/{FirstSequence}";
}
