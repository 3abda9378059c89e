using AiGateway.Core.Health;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;
using CsCheck;

namespace AiGateway.Grains.Tests.Feed;

/// <summary>A reader may look as rarely as it likes and still ends with what one sees who misses nothing.</summary>
public sealed class FeedLogProperties
{
    private const long Tick = 100;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 4], Gen.Long[1, 3], Gen.Long[0, 6], Gen.Long[0, 3_000],
        (kind, key, epoch, version, until) => new Step(kind, $"key-{key}", epoch, version, until));

    [Fact]
    public void A_reader_that_looks_now_and_then_ends_with_the_same_view() => Steps.Array[0, 60].Sample(
        steps =>
        {
            var log = new FeedLog(1);
            var (eager, lazy) = (new Reader(), new Reader());
            long now = 0;
            foreach (var step in steps)
            {
                now += Tick;
                step.Do(log, now);
                eager.Look(log, now);
                if (step.Kind is 8)
                    lazy.Look(log, now);
                // A reader that lost its place, or comes from another feed, begins anew.
                if (step.Kind is 9)
                    lazy.Forget(step.Version);
            }
            lazy.Look(log, now);
            eager.Look(log, now);
            return lazy.View == eager.View;
        },
        iter: 2_000);

    [Fact]
    public void What_is_told_is_never_longer_than_what_was_left_of_it() => Steps.Array[1, 40].Sample(
        steps =>
        {
            var log = new FeedLog(1);
            var ends = new Dictionary<string, long>();
            long now = 0;
            foreach (var step in steps)
            {
                now += Tick;
                if (step.Put(log, now))
                    ends[step.Key] = now + step.UntilInMs;
                foreach (var status in log.Since(FeedPosition.Start, now)!.Keys)
                    Assert.Equal(Math.Max(0, ends[status.KeyId] - now), status.UntilInMs);
            }
        },
        iter: 1_000);

    [Fact]
    public void A_batch_names_a_key_once_and_leads_to_its_end() => Steps.Array[0, 40].Sample(
        steps =>
        {
            var log = new FeedLog(1);
            foreach (var step in steps)
                step.Do(log, 0);
            for (var from = 0; from <= steps.Length; from++)
            {
                if (log.Since(new FeedPosition(1, from), 0) is not { } batch)
                    continue;
                Assert.Equal(batch.Keys.Length, batch.Keys.DistinctBy(k => k.KeyId).Count());
                Assert.Null(log.Since(batch.Position, 0));
            }
        },
        iter: 500);

    private sealed record Step(int Kind, string Key, long Epoch, long Version, long UntilInMs)
    {
        public void Do(FeedLog log, long now)
        {
            if (Kind == 7)
                log.PutCatalog(Version);
            else if (Kind < 7)
                Put(log, now);
        }

        public bool Put(FeedLog log, long now) => log.Put(
            new KeyStatus { KeyId = Key, Epoch = Epoch, Version = Version, State = KeyHealthState.Throttled, UntilInMs = UntilInMs }, now);
    }

    /// <summary>Applies batches as an edge does: a status only if it is newer than the one it holds.</summary>
    private sealed class Reader
    {
        private readonly SortedDictionary<string, KeyStatus> _held = [];
        private FeedPosition _position = FeedPosition.Start;
        private long _catalog;

        public string View => $"{_catalog}: {string.Join(' ', _held.Values.Select(s => $"{s.KeyId}@{s.Epoch}.{s.Version}"))}";

        public void Look(FeedLog log, long now)
        {
            if (log.Since(_position, now) is not { } batch)
                return;
            foreach (var status in batch.Keys)
            {
                if (!_held.TryGetValue(status.KeyId, out var held) || status.IsNewerThan(held))
                    _held[status.KeyId] = status;
            }
            (_position, _catalog) = (batch.Position, Math.Max(_catalog, batch.CatalogVersion));
        }

        public void Forget(long epoch) => _position = new FeedPosition(epoch + 10, epoch);
    }
}
