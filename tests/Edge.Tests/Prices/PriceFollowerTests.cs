using AiGateway.Edge.Prices;
using AiGateway.Edge.Tests.Catalog;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Prices;

public sealed class PriceFollowerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("prices-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();

    private string FilePath => Path.Combine(_directory, "prices.yaml");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_new_version_is_put_in_force_and_a_bad_one_refused_with_its_line()
    {
        Write(1);
        var prices = PriceView.Open(FilePath);
        Assert.Equal(1, Input(prices));
        using var factory = new OneLog(_log);
        using var follower = new PriceFollower(FilePath, prices, _time, factory);
        await follower.StartAsync(TestContext.Current.CancellationToken);

        Write(2);
        await Passes(() => Input(prices) == 2);
        Write("prices:\n- { provider: p, model: m, input: 3, output: -1 }\n");
        await Passes(() => Said("not put in force"));
        Assert.Equal(2, Input(prices));
        Assert.True(Said("line 2, column 46: prices[0].output must be US dollars"), string.Join('\n', _log.Lines));
        File.Delete(FilePath);
        await Passes(() => Said("cannot be read"));
        Assert.Equal(2, Input(prices));
        Write(4);
        await Passes(() => Input(prices) == 4);

        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_first_version_that_is_bad_stops_the_start_and_says_why()
    {
        File.WriteAllText(FilePath, "prices:\n- { provider: p, model: m, input: 1 }\ncurrency: EUR\n");

        var refusal = Assert.Throws<SettingsException>(() => PriceView.Open(FilePath)).Message.Split(Environment.NewLine);

        Assert.Equal(2, refusal.Length);
        Assert.StartsWith($"{FilePath}: line 2, column 3: prices[0].output is missing", refusal[0], StringComparison.Ordinal);
        Assert.StartsWith($"{FilePath}: line 3, column 1: currency is not a known field", refusal[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_stops_the_start_and_is_named()
    {
        Assert.Contains($"{FilePath} cannot be read", Assert.Throws<SettingsException>(() => PriceView.Open(FilePath)).Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:PriceFile", Assert.Throws<SettingsException>(() => PriceView.Open(_directory)).Message, StringComparison.Ordinal);
    }

    private void Write(int dollars) => Write($"prices:\n- {{ provider: p, model: m, input: {dollars}, output: 0 }}\n");

    /// <summary>In one step: here time flies, and two looks might see a file between its emptying and its text.</summary>
    private void Write(string yaml)
    {
        File.WriteAllText(FilePath + ".next", yaml);
        File.Move(FilePath + ".next", FilePath, overwrite: true);
    }

    private static decimal Input(PriceView prices) => prices.List.Find("p", "m")!.Value.Input.Dollars;

    private bool Said(string text)
    {
        lock (_log)
            return _log.Lines.Any(line => line.Text.Contains(text, StringComparison.Ordinal));
    }

    private Task Passes(Func<bool> condition) => Eventually.Holds(condition, () => _time.Advance(TimeSpan.FromMilliseconds(250)));

    private sealed class OneLog(LogLines log) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log)
                log.Log(logLevel, eventId, state, exception, formatter);
        }

        public void Dispose()
        {
        }
    }
}
