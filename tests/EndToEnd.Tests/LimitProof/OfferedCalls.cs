namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>What became of one consumer's calls as its callers saw it.</summary>
internal sealed class OfferedCalls
{
    private int _sent;
    private int _served;
    private int _refused;
    private int _unavailable;
    private int _broken;
    private int _other;
    private int _withheld;

    public int Sent => _sent;

    /// <summary>Answered 200.</summary>
    public int Served => _served;

    /// <summary>Answered 429.</summary>
    public int Refused => _refused;

    /// <summary>Answered 503.</summary>
    public int Unavailable => _unavailable;

    /// <summary>No answer.</summary>
    public int Broken => _broken;

    public int Other => _other;

    /// <summary>Not sent, because too many calls to that edge had no answer yet.</summary>
    public int Withheld => _withheld;

    public void Withhold() => Interlocked.Increment(ref _withheld);

    public void Send() => Interlocked.Increment(ref _sent);

    /// <param name="status">0 when there was no answer.</param>
    public void End(int status)
    {
        _ = status switch
        {
            200 => Interlocked.Increment(ref _served),
            429 => Interlocked.Increment(ref _refused),
            503 => Interlocked.Increment(ref _unavailable),
            0 => Interlocked.Increment(ref _broken),
            _ => Interlocked.Increment(ref _other),
        };
    }
}
