using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class SuccessCountsTests
{
    [Fact]
    public void Names_that_callers_make_up_are_counted_by_themselves_to_a_bound()
    {
        var counts = new SuccessCounts();
        for (var i = 0; i < 300; i++)
            counts.Count($"made-up-{i}");
        counts.Count(new string('x', 257));
        var taken = new List<KeySuccesses>();

        counts.TakeInto(taken, "k");

        Assert.Equal((257, 45, 301), (taken.Count, taken.Single(each => each.Model is null).Count, taken.Sum(each => each.Count)));
        taken.Clear();
        counts.TakeInto(taken, "k");
        Assert.Empty(taken);
        // Names that are not used any more make room.
        counts.Count("made-up-7");
        counts.TakeInto(taken, "k");
        counts.Count("new");
        counts.TakeInto(taken, "k");
        Assert.Equal([new KeySuccesses("k", 1) { Model = "made-up-7" }, new KeySuccesses("k", 1) { Model = "new" }], taken);
    }
}
