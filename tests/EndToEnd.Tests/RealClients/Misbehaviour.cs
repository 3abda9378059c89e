namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>Something a provider does to a stream, and whether the whole answer is in it all the same.</summary>
/// <param name="Name">For people.</param>
/// <param name="Answer">As a rule of the fake provider has it.</param>
/// <param name="IsWhole">False when a client must be told that it failed.</param>
internal sealed record Misbehaviour(string Name, object Answer, bool IsWhole)
{
    private const int Middle = 6;

    /// <summary>What any dialect can suffer.</summary>
    private static readonly Misbehaviour[] Common =
    [
        Whole("in pieces of 37 bytes", new { dribbleBytes = 37 }),
        Whole("compressed unasked", new { gzip = true }),
        Broken("connection cut", new { fault = "cut", afterEvents = Middle }),
        Broken("clean end in the middle", new { fault = "end", afterEvents = Middle }),
        Broken("no word of how it ended", new { omitFinish = true, omitDone = true }),
        Broken("error event, clean end", new { fault = "error_event", afterEvents = Middle }),
        Broken("error event, connection cut", new { fault = "error_event_abort", afterEvents = Middle }),
        Broken("error in place of the stream", new { preset = "generic.ok_with_error_body" }),
        Broken("page of HTML", new { preset = "cloudflare.html_502" }),
        Broken("page of HTML as success", new { status = 200, body = "<html><body>Hello</body></html>", headers = new Dictionary<string, string> { ["content-type"] = "text/html" } }),
    ];

    private static readonly Misbehaviour[] Text =
    [
        Whole("lines end in CRLF", new { framing = "crlf" }),
        Whole("no space after data:", new { framing = "no_space" }),
        Whole("comments between events", Injected("comment")),
        Whole("event without data", Injected("empty_data")),
        Whole("event of another kind", Injected("foreign_event")),
        Broken("event that is no JSON", Injected("malformed")),
    ];

    private static readonly Misbehaviour[] Chat =
    [
        Whole("no [DONE]", new { omitDone = true }),
        Whole("chunk without choices", Injected("no_choices")),
        Whole("choices empty, no usage", Injected("empty_choices")),
        Whole("event over several lines", new { inject = new[] { new { kind = "raw", afterEvents = 3, raw = "data: {\"object\":\"chat.completion.chunk\",\ndata: \"choices\":[]}\n\n" } } }),
        Whole("usage in the last chunk", new { usage = "finish" }),
        Whole("usage in every chunk", new { usage = "every" }),
        Whole("unheard-of finish_reason", new { finishReason = "eos_token" }),
        Broken("error event named so, clean end", new { fault = "error_event", errorName = "error", afterEvents = Middle }),
        Broken("[DONE], no finish_reason", new { omitFinish = true }),
    ];

    private static readonly Misbehaviour[] Binary = [Broken("wrong checksum", Injected("corrupt"))];

    /// <summary>What providers of a kind can do.</summary>
    /// <param name="speaksChat">Whether it is asked for chat completions.</param>
    public static IEnumerable<Misbehaviour> Of(string kind, bool speaksChat) =>
        Common.Concat(kind == "bedrock" ? Binary : Text).Concat(speaksChat ? Chat : []);

    private static Misbehaviour Whole(string name, object answer) => new(name, answer, IsWhole: true);

    private static Misbehaviour Broken(string name, object answer) => new(name, answer, IsWhole: false);

    private static object Injected(string kind) => new { inject = new[] { new { kind, afterEvents = 3 } } };
}
