using System.Collections.Concurrent;
using AiGateway.Core.Usage;
using AiGateway.Grains.Usage;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The receiving end of a journal: real pages in plain objects, which may fail before or after they took a batch in.</summary>
internal sealed class FakeUsage
{
    private readonly ConcurrentDictionary<string, Page> _pages = new();

    /// <summary>Called before a batch is taken in; throws to lose it.</summary>
    public Action<long> BeforeAbsorb { get; set; } = _ => { };

    /// <summary>Called when the call log has taken a batch in; throws to lose the confirmation.</summary>
    public Action<CallBatch> AfterAppend { get; set; } = _ => { };

    /// <summary>Batches of the call log, each once.</summary>
    public ConcurrentQueue<CallBatch> Log { get; } = new();

    public FakeGrains Grains => FakeGrains.New()
        .Add<IMinutePageGrain>(PageOf).Add<ILastingPageGrain>(PageOf)
        .Add<IUsageIndexGrain>(_ => new Index()).Add<ICallLogGrain>(_ => new CallLog(this));

    /// <summary>Calls counted for a model at a resolution.</summary>
    public long Calls(string model, RollupResolution resolution) => _pages.Where(p => Is(RollupKey.Parse(p.Key), model, resolution))
        .Sum(p => p.Value.Content.Cells.Values.Sum(cell => cell.Calls));

    private static bool Is(RollupKey key, string model, RollupResolution resolution) =>
        key.Entity == RollupEntity.Model && key.Id == model && key.Resolution == resolution;

    private Page PageOf(string key) => _pages.GetOrAdd(key, _ => new Page(this));

    private sealed class Page(FakeUsage owner) : IMinutePageGrain, ILastingPageGrain
    {
        public RollupPage Content { get; private set; } = null!;

        public ValueTask Absorb(string writer, long lastSequence, RollupPage batch)
        {
            owner.BeforeAbsorb(lastSequence);
            lock (owner)
            {
                Content ??= new RollupPage { Resolution = batch.Resolution, StartMs = batch.StartMs };
                Content.Absorb(writer, lastSequence, batch);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask<RollupPage> Read() => ValueTask.FromResult(Content);
    }

    private sealed class Index : IUsageIndexGrain
    {
        public ValueTask Register(string edgeId) => ValueTask.CompletedTask;

        public ValueTask<string[]> Edges() => throw new NotSupportedException();
    }

    private sealed class CallLog(FakeUsage owner) : ICallLogGrain
    {
        public ValueTask Append(CallBatch batch)
        {
            if (owner.Log.All(b => b.Ref.LastSequence < batch.Ref.LastSequence))
                owner.Log.Enqueue(batch);
            owner.AfterAppend(batch);
            return ValueTask.CompletedTask;
        }

        public ValueTask<CallBatchRef[]> Recent(long beforeMs, int count) => throw new NotSupportedException();
    }
}
