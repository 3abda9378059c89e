using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>
/// Calls that come at their own times, whether or not earlier ones have been answered, each at an edge of its own choice.
/// A consumer's time is cut into equal gaps with one call at a random moment of each, so that no two are ever more than two
/// gaps apart.
/// </summary>
internal sealed class OpenLoad : IAsyncDisposable
{
    /// <summary>To one edge without an answer. An edge that hangs must not make the caller hold thousands of calls.</summary>
    private const int MostUnanswered = 400;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly PriorityQueue<Flow, double> _due = new();
    private readonly List<HttpClient> _edges;
    private readonly int[] _unanswered;
    private readonly ProviderTime _time;
    private readonly Random _random;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task _pacing;

    /// <param name="edges">Addresses of the edges' data ports.</param>
    /// <param name="time">Each call says when it was sent.</param>
    /// <param name="seed">Of the moments and of the edges called.</param>
    public OpenLoad(IEnumerable<Uri> edges, IEnumerable<ProofConsumer> consumers, ProviderTime time, int seed)
    {
        _time = time;
        _edges = [.. edges.Select(NewClient)];
        _unanswered = new int[_edges.Count];
        _random = new Random(seed);
        Calls = consumers.ToDictionary(c => c, _ => new OfferedCalls());
        foreach (var (consumer, calls) in Calls)
            Plan(new Flow(consumer, calls));
        _pacing = Task.Run(Pace);
    }

    public IReadOnlyDictionary<ProofConsumer, OfferedCalls> Calls { get; }

    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Sends no more and lets the calls under way end.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _pacing;
        _watch.Stop();
        while (_unanswered.Any(count => count > 0))
            await Task.Delay(Tick, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _edges.ForEach(edge => edge.Dispose());
        _stop.Dispose();
    }

    private static HttpClient NewClient(Uri address)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 128, ConnectTimeout = TimeSpan.FromSeconds(5), UseProxy = false, UseCookies = false };
        return new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    private async Task Pace()
    {
        using var timer = new PeriodicTimer(Tick);
        while (!_stop.IsCancellationRequested)
        {
            while (_due.TryPeek(out var flow, out var at) && at <= _watch.Elapsed.TotalSeconds)
            {
                _due.Dequeue();
                Begin(flow);
                Plan(flow);
            }
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Plan(Flow flow) => _due.Enqueue(flow, (flow.Number++ + _random.NextDouble()) * flow.Consumer.Gap.TotalSeconds);

    private void Begin(Flow flow)
    {
        var edge = _random.Next(_edges.Count);
        if (Volatile.Read(ref _unanswered[edge]) >= MostUnanswered)
        {
            flow.Calls.Withhold();
            return;
        }
        Interlocked.Increment(ref _unanswered[edge]);
        flow.Calls.Send();
        _ = Call(flow, edge);
    }

    private async Task Call(Flow flow, int edge)
    {
        var status = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(flow.Body) };
            request.Content.Headers.ContentType = Flow.Json;
            request.Headers.Authorization = flow.Credential;
            request.Headers.Add(ProofArrival.SentHeader, ProofArrival.SentAt(_time.NowUs));
            using var response = await _edges[edge].SendAsync(request).ConfigureAwait(false);
            status = (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // An edge that was killed gives no answer; that is counted.
        }
        flow.Calls.End(status);
        Interlocked.Decrement(ref _unanswered[edge]);
    }

    /// <summary>One consumer's calls, and what is the same in each.</summary>
    private sealed class Flow(ProofConsumer consumer, OfferedCalls calls)
    {
        public static readonly MediaTypeHeaderValue Json = new("application/json");

        public ProofConsumer Consumer => consumer;

        public OfferedCalls Calls => calls;

        public long Number { get; set; }

        public AuthenticationHeaderValue Credential { get; } = new("Bearer", consumer.Key);

        public byte[] Body { get; } = Encoding.UTF8.GetBytes($$"""{"model":"{{consumer.Id}}","messages":[{"role":"user","content":"one two three"}]}""");
    }
}
