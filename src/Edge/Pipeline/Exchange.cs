using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Embeddings;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Health;
using AiGateway.Core.Limits;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Elision;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline;

/// <summary>One call on its way through the gateway: what each step found out, for the steps after it.</summary>
internal sealed class Exchange(HttpContext http, Operation operation, string callId, RoutingTable table, long startedAtMs, long startedTicks)
{
    public HttpContext Http { get; } = http;

    public Operation Operation { get; } = operation;

    public string CallId { get; } = callId;

    /// <summary>What was taken out of the body while it was received; null for nothing.</summary>
    public ElidedRuns? Elided { get; set; }

    /// <summary>Bytes of the body with all that was taken out of it.</summary>
    public long WholeLength => Body.Length + (Elided?.Length ?? 0);

    /// <summary>What its path says of it.</summary>
    public PathModel Path { get; init; }

    /// <summary>The catalog this call goes by, whatever changes meanwhile.</summary>
    public RoutingTable Table { get; } = table;

    /// <summary>Wall clock, for the record.</summary>
    public long StartedAtMs { get; private set; } = startedAtMs;

    /// <summary>Monotonic, for durations.</summary>
    public long StartedTicks { get; private set; } = startedTicks;

    /// <summary>True where its target is settled, and another would be of no use.</summary>
    public bool Stays { get; init; }

    /// <summary>True for a copy that no caller waits for.</summary>
    public bool IsShadow { get; init; }

    // Authenticate
    public ConsumerEntry Consumer { get; set; } = null!;

    // Read
    public PooledBody Body { get; set; } = null!;

    /// <summary>Length of a body that somebody else keeps by now, and may have disposed of; null while it is the call's own.</summary>
    public int? TakenBytes { get; private set; }

    /// <summary>What came as a form, of which <see cref="Body"/> is then the gist in JSON; null for what came as JSON.</summary>
    public Form? Form { get; set; }

    /// <summary>What a large body adds to <see cref="Body"/> while it is still being received.</summary>
    public BodyPieces? Pieces { get; set; }

    /// <summary>The request in terms of no dialect; null as long as no target of another dialect was asked.</summary>
    public ChatRequest? Chat { get; set; }

    /// <summary>The same of texts that are to become vectors.</summary>
    public EmbeddingRequest? Texts { get; set; }

    /// <summary>What the gateway has to do with the response that is asked for; null for calls that ask for none, and for copies.</summary>
    public ResponseTurn? Turn { get; set; }

    /// <summary>The response that a call about one has to do with, if the gateway keeps it; null otherwise.</summary>
    public KeptResponse? Kept { get; set; }

    private RequestScan _scan;

    /// <summary>By reference: it is large, and looked at often.</summary>
    public ref RequestScan Scan => ref _scan;

    // Route
    public Route Route { get; set; } = null!;

    /// <summary>The name its model was found by: what the caller asked for, or what that model's rules chose.</summary>
    public string Routed { get; set; } = "";

    /// <summary>What a target is to be asked for in place of what the caller says; null for nothing.</summary>
    public RequestValues? Values { get; set; }

    /// <summary>Where it is counted how the target did that a ramp chose; null when there is none, or it has been counted.</summary>
    public RampLane? Lane { get; set; }

    /// <summary>What in the request only one account can serve, to which the route then leads; null for nothing.</summary>
    public PinClaim? Pinned { get; set; }

    /// <summary>What <see cref="Routing.Conversation"/> it belongs to; null as long as nobody had to know.</summary>
    public ulong? Conversation { get; set; }

    // Admit
    private Admission _admission;

    /// <summary>By reference: there is one, and settling empties it.</summary>
    public ref Admission Admission => ref _admission;

    private Admission _targetCap;

    /// <summary>What the call holds of the limits of its split's target.</summary>
    public ref Admission TargetCap => ref _targetCap;

    private Admission _account;

    /// <summary>What the attempt under way holds of its key's account.</summary>
    public ref Admission Account => ref _account;

    /// <summary>Output tokens of each answer that are asked for: by the operator's word for it, else by the caller's; null for as many as it takes.</summary>
    public int? AskedCap => Values?.MaxOutputTokens ?? Scan.OutputCap;

    /// <summary>Output tokens for each answer that the caller's limits leave it; null leaves what is asked for.</summary>
    public int? OutputCap { get; private set; }

    /// <summary>When the first of the accounts that had no room for the call has some, milliseconds; null when none was full.</summary>
    public long? AccountsFreeInMs { get; set; }

    /// <summary>Right after its own reservation was made, or refused.</summary>
    public CallerStanding Standing { get; set; }

    // Attempt and relay
    public Attempt? LastAttempt { get; private set; }

    /// <summary>When the last attempt was sent, monotonic.</summary>
    public long AttemptTicks { get; private set; }

    public UpstreamFailure? LastFailure { get; set; }

    /// <summary>What the end of a stream that had begun told of why it broke off; null when none did.</summary>
    public OpenAiError? Told { get; set; }

    /// <summary>What the last attempt's target was not told of the request, by the caller's own names; null for nothing.</summary>
    public IReadOnlyList<string>? Omitted { get; set; }

    public int Attempts { get; private set; }

    /// <summary>Which keys, or providers without any, have failed for this call, and with what; null when none has.</summary>
    public List<(string Who, string Reason)>? Failed { get; set; }

    /// <summary>The attempts that failed, for the call's story; null for none.</summary>
    public List<EndedAttempt>? FailedAttempts { get; private set; }

    /// <summary>Whether any attempt may have cost something at a provider.</summary>
    public bool ReachedProvider { get; set; }

    /// <summary>The same of the split's target alone.</summary>
    public bool ReachedTarget { get; set; }

    /// <summary>Of the last attempt.</summary>
    public TokenUsage Tokens { get; set; }

    /// <summary>What the caller has of an answer that another target could go on with; null where none could.</summary>
    public PartialAnswer? Partial { get; set; }

    /// <summary>Of all attempts that had a part in the answer.</summary>
    public TokenUsage AllTokens => Partial is { } partial ? partial.Spent.And(Tokens) : Tokens;

    /// <summary>Ticks when the first piece of content was ready for the caller.</summary>
    public long? FirstTokenTicks { get; private set; }

    /// <summary>Whether the attempt under way has begun to answer.</summary>
    public bool AttemptAnswers { get; private set; }

    /// <summary>What is to happen as soon as there is content; set for an attempt that is a trial.</summary>
    public Action? FirstContent { get; set; }

    /// <summary>Its time counts only from now: until now nobody waited for it.</summary>
    public void Restart(long atMs, long ticks) => (StartedAtMs, StartedTicks) = (atMs, ticks);

    /// <summary>A new attempt begins.</summary>
    public void Begin(Attempt attempt, long ticks)
    {
        if (AttemptAnswers)
            Partial?.Spend(LastAttempt!.Provider.Id, LastAttempt.Hop.Model, Tokens);
        else if (FirstTokenTicks is null)
            Partial?.Clear();
        (LastAttempt, AttemptTicks, AttemptAnswers, Tokens, Omitted) = (attempt, ticks, false, default, null);
        Turn?.NotKept = null;
        Attempts++;
    }

    /// <summary>The last attempt has failed.</summary>
    public void Fail(UpstreamFailure failure, long ticks)
    {
        var attempt = LastAttempt!;
        (Failed ??= []).Add((attempt.Key?.Id ?? attempt.Provider.Id, failure.ReasonCode));
        (FailedAttempts ??= []).Add(new EndedAttempt(attempt, failure, AttemptTicks, ticks));
    }

    /// <summary>The first content of the attempt under way is there.</summary>
    public void ContentBegins(long ticks)
    {
        AttemptAnswers = true;
        FirstTokenTicks ??= ticks;
        FirstContent?.Invoke();
    }

    public CallOutcome Outcome { get; set; } = CallOutcome.UpstreamError;

    /// <summary>HTTP status the caller gets.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public bool Settled { get; set; }

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The body, for whoever needs it for longer than the call.</summary>
    public PooledBody TakeBody()
    {
        TakenBytes = Body.Length;
        return Body;
    }

    /// <summary>Of all strict limits the least counts.</summary>
    /// <param name="cap">Output tokens for each answer that one of them leaves; null when it leaves what the caller asked for.</param>
    public void CapOutput(long? cap)
    {
        if (cap is { } tokens)
            OutputCap = (int)Math.Min(OutputCap ?? int.MaxValue, tokens);
    }
}
