using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LimitVectorTests
{
    [Fact]
    public void Each_dimension_has_a_place_of_its_own()
    {
        var vector = default(LimitVector);
        foreach (var dimension in Enum.GetValues<LimitDimension>())
        {
            Assert.Equal(0, vector[dimension]);
            vector = vector.With(dimension, 10 + (long)dimension);
            Assert.False(vector.IsZero);
        }
        Assert.Equal(new LimitVector(10, 11, 12, 13), vector);
        Assert.All(Enum.GetValues<LimitDimension>(), dimension => Assert.Equal(10 + (long)dimension, vector[dimension]));
    }

    [Fact]
    public void Bounds_are_read_by_dimension()
    {
        var limits = new LimitSpec { RequestsPerMinute = 1, TokensPerMinute = 2, TokensPerDay = 3, Concurrent = 4 };
        Assert.Equal([1, 2, 3, 4], Enum.GetValues<LimitDimension>().Select(dimension => limits.Bound(dimension)));
        Assert.All(Enum.GetValues<LimitDimension>(), dimension => Assert.Null(new LimitSpec().Bound(dimension)));
    }
}
