using AiGateway.Edge.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class EdgeIdentityTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("edge-id-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_edge_keeps_its_name_over_restarts_and_each_start_is_later()
    {
        var first = EdgeIdentity.LoadOrCreate(_directory, _time);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var second = EdgeIdentity.LoadOrCreate(_directory, _time);

        Assert.StartsWith("edge-", first.Id, StringComparison.Ordinal);
        Assert.Equal(first.Id, second.Id);
        Assert.True(second.Incarnation > first.Incarnation);
    }

    [Fact]
    public void Two_directories_are_two_edges() => Assert.NotEqual(
        EdgeIdentity.LoadOrCreate(_directory, _time).Id, EdgeIdentity.LoadOrCreate(Path.Combine(_directory, "other"), _time).Id);

    [Fact]
    public void A_name_that_was_never_written_is_made_again()
    {
        File.WriteAllText(Path.Combine(_directory, "edge-id"), "");

        Assert.StartsWith("edge-", EdgeIdentity.LoadOrCreate(_directory, _time).Id, StringComparison.Ordinal);
    }
}
