using System.Text;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Media;

/// <summary>Sound comes through as it is.</summary>
public sealed class SpeechTests : IDisposable
{
    private const string Request = """{"model":"chat","input":"hello hello","voice":"alloy","instructions":"hello"}""";

    private readonly TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData("audio/mpeg", 1, true)]
    [InlineData("audio/mpeg", 2, false)]
    [InlineData("application/octet-stream", 65_536, true)]
    [InlineData("audio/opus", 65_537, false)]
    [InlineData("audio/wav", 700_001, true)]
    public async Task Bytes_come_through_unchanged_under_the_providers_content_type(string mediaType, int length, bool announced)
    {
        var sound = Sound(length);
        _gateway.Provider.Answers(new MemoryStream(sound), mediaType, announced ? length : null);

        var caller = await _gateway.Ask(Operation.Speech, Request);

        Assert.Equal((200, mediaType), (caller.Response.StatusCode, caller.Response.ContentType));
        Assert.Equal(sound, caller.ReceivedBytes);
        Assert.Equal(announced ? length : null, caller.Response.ContentLength);
        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.Ok, 3L, 0L, true), (record.Outcome, record.Tokens.Prompt, record.Tokens.Completion, record.Tokens.Estimated));
        var sent = Assert.Single(_gateway.Provider.Requests);
        Assert.Equal("http://p/v1/audio/speech", sent.Address.ToString());
        Assert.Contains("Accept: */*", sent.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_first_goes_on_before_more_is_there()
    {
        var (first, rest) = (Sound(1_000), new TaskCompletionSource());
        _gateway.Provider.Answers(new TwoPieces(first, rest.Task), "audio/pcm");
        using var caller = new Caller(Request, TestCatalog.ConsumerKey);

        var call = _gateway.Run(caller, Operation.Speech);
        await Eventually.Holds(() => caller.ReceivedBytes.Length == first.Length - 1);
        Assert.Empty(_gateway.Records);
        rest.SetResult();
        await call;

        Assert.Equal([.. first, .. first], caller.ReceivedBytes);
    }

    [Theory]
    [InlineData("<html>busy</html>", "text/html")]
    [InlineData("busy", "text/plain")]
    [InlineData("", "audio/mpeg")]
    [InlineData("""{"error":{"message":"boom","type":"server_error"}}""", "application/json")]
    [InlineData("""{"status":"busy"}""", "application/problem+json")]
    public async Task What_is_no_sound_under_a_200_is_a_failure(string body, string mediaType)
    {
        _gateway.Provider.Answers(200, body, mediaType).Answers(200, "sound", "audio/mpeg");

        var caller = await _gateway.Ask(Operation.Speech, Request);

        Assert.Equal(("sound", "2"), (caller.Received, caller.Response.Headers["x-aigateway-attempts"].ToString()));
    }

    [Fact]
    public async Task Sound_that_breaks_off_before_it_began_is_asked_for_elsewhere()
    {
        _gateway.Provider.Answers(new TornStream([]), "audio/mpeg").Answers(200, "sound", "audio/mpeg");

        var caller = await _gateway.Ask(Operation.Speech, Request);

        Assert.Equal(("sound", false), (caller.Received, caller.CutOff));
    }

    [Fact]
    public async Task Sound_that_breaks_off_in_its_midst_ends_in_a_cut_connection()
    {
        _gateway.Provider.Answers(new TornStream(Sound(10_000)), "audio/mpeg");

        var caller = await _gateway.Ask(Operation.Speech, Request);

        Assert.True(caller.CutOff);
        Assert.Equal(Sound(10_000)[..9_999], caller.ReceivedBytes);
        Assert.Equal((CallOutcome.Interrupted, 3L), (Assert.Single(_gateway.Records).Outcome, _gateway.Records[0].Tokens.Prompt));
    }

    [Fact]
    public async Task Silence_before_sound_is_filled_with_nothing()
    {
        using var caller = new Caller(Request, TestCatalog.ConsumerKey);
        var answer = new TaskCompletionSource();
        _gateway.Provider.Before = _ => answer.Task;
        _gateway.Provider.Answers(200, "sound", "audio/mpeg");
        await _gateway.Heartbeats.StartAsync(TestContext.Current.CancellationToken);

        var call = _gateway.Run(caller, Operation.Speech);
        for (var i = 0; i < 90; i++)
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        answer.SetResult();
        await call;
        await _gateway.Heartbeats.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("audio/mpeg", "sound"), (caller.Response.ContentType, caller.Received));
    }

    private static byte[] Sound(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private sealed class TwoPieces(byte[] piece, Task second) : MemoryStream(Encoding.UTF8.GetBytes(""))
    {
        private int _given;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given++ == 1)
                await second.WaitAsync(cancellationToken);
            if (_given > 2)
                return 0;
            piece.CopyTo(buffer);
            return piece.Length;
        }
    }
}
