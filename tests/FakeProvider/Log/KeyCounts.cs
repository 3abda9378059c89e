namespace AiGateway.FakeProvider.Log;

/// <summary>Calls counted since the log was last cleared.</summary>
internal sealed class KeyCounts
{
    public int Requests { get; private set; }

    public int InFlight { get; private set; }

    public int MaxInFlight { get; private set; }

    public void Begin()
    {
        Requests++;
        MaxInFlight = Math.Max(MaxInFlight, ++InFlight);
    }

    public void End() => InFlight--;

    public void Restart() => (Requests, MaxInFlight) = (0, InFlight);
}
