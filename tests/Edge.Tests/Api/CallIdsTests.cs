using System.Text.RegularExpressions;
using AiGateway.Edge.Api;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Api;

public sealed partial class CallIdsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task No_two_calls_of_many_processes_share_a_name()
    {
        var processes = Enumerable.Range(0, 50).Select(_ => new CallIds(_time)).ToArray();

        var ids = await Task.WhenAll(processes.Select(ids => Task.Run(() => Enumerable.Range(0, 200).Select(_ => ids.Next()).ToArray())));

        var all = ids.SelectMany(names => names).ToList();
        Assert.Equal(10_000, all.Distinct().Count());
        Assert.All(all, id => Assert.Matches(Form(), id));
    }

    [Fact]
    public void Later_calls_sort_after_earlier_ones()
    {
        var ids = new CallIds(_time);
        var names = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            names.Add(ids.Next());
            _time.Advance(TimeSpan.FromMilliseconds(i * 977));
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [GeneratedRegex("^req_[0-9a-f]{32}$")]
    private static partial Regex Form();
}
