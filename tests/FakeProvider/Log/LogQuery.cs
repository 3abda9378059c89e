namespace AiGateway.FakeProvider.Log;

/// <summary>Entries behind <paramref name="After"/>, once there are <paramref name="Wait"/> of them or the time is up.</summary>
internal sealed record LogQuery(long After, int Wait, bool Ended, TimeSpan Timeout);
