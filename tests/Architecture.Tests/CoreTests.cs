namespace AiGateway.Architecture.Tests;

/// <summary>The rules are pure: no I/O, no clock, no tasks, no framework.</summary>
public sealed class CoreTests
{
    private static readonly string[] Forbidden =
    [
        "System.Threading.Tasks.", "System.Net.", "System.IO.File", "System.IO.Directory", "System.IO.Stream", "System.IO.Path", "System.IO.Drive",
        "System.Threading.Timer", "System.Threading.Thread", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Console",
        "System.Diagnostics.Process", "System.Random", "Microsoft.",
    ];

    [Fact]
    public void It_refers_to_the_base_library_alone() =>
        Assert.All(Product.ReferencesOf("Core"), reference => Assert.StartsWith("System", reference, StringComparison.Ordinal));

    [Fact]
    public void It_does_nothing_but_compute() => Assert.DoesNotContain(
        Product.TypesMentionedBy("Core"), type => Forbidden.Any(name => type.StartsWith(name, StringComparison.Ordinal)));

    [Fact]
    public void It_asks_nobody_for_the_time_or_where_it_runs()
    {
        var asking = Product.Sources.Where(file => Product.Relative(file).StartsWith("Core" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var text && (text.Contains(".UtcNow", StringComparison.Ordinal)
                || text.Contains("DateTime.Now", StringComparison.Ordinal) || text.Contains("Environment.", StringComparison.Ordinal)));

        Assert.Empty(asking.Select(Product.Relative));
    }
}
